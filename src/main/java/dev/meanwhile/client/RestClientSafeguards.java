package dev.meanwhile.client;

import java.util.function.Consumer;

import org.eclipse.microprofile.config.ConfigProvider;
import org.eclipse.microprofile.rest.client.RestClientBuilder;
import org.eclipse.microprofile.rest.client.spi.RestClientBuilderListener;
import org.jboss.resteasy.reactive.client.impl.VertxRequestCustomizingClientBuilder;

import io.quarkus.runtime.annotations.RegisterForReflection;
import io.smallrye.config.SmallRyeConfig;
import io.vertx.core.http.HttpClientRequest;

/** Installs {@link ExchangeCodec} and {@link ResponseSizeLimit} for all REST clients, and records {@link CallTimings}. */
// ServiceLoader creates it reflectively in a native executable.
@RegisterForReflection
public final class RestClientSafeguards implements RestClientBuilderListener {

    @Override
    public void onNewBuilder(RestClientBuilder builder) {
        Consumer<HttpClientRequest> sizeLimit = ResponseSizeLimit.limitTo(
                ConfigProvider.getConfig().unwrap(SmallRyeConfig.class).getConfigMapping(RestClientLimitsConfig.class)
                        .maxResponseSize().asLongValue());
        ((VertxRequestCustomizingClientBuilder<?>) builder).httpClientRequestCustomizer(request -> {
            ExchangeCodec.install(request, headers -> {
            });
            sizeLimit.accept(request);
            CallTimings.record(request);
        });
    }
}
