package dev.meanwhile.client;

import java.util.function.Consumer;

import org.eclipse.microprofile.config.ConfigProvider;
import org.eclipse.microprofile.rest.client.RestClientBuilder;
import org.eclipse.microprofile.rest.client.spi.RestClientBuilderListener;
import org.jboss.resteasy.reactive.client.impl.VertxRequestCustomizingClientBuilder;

import io.quarkus.runtime.annotations.RegisterForReflection;
import io.smallrye.config.SmallRyeConfig;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpHeaders;

/**
 * Installs {@link ExchangeCodec} and {@link ResponseSizeLimit} for all REST clients, records {@link CallTimings}, and removes
 * the response headers that no REST client of this service reads.
 */
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
            request.response().onSuccess(response -> removeUnreadHeaders(response.headers()));
        });
    }

    // Quarkus REST 3.33 copies each header into three sorted maps, but reads only Content-Type. Netty and Vert.x have already
    // read the headers that they need.
    private static void removeUnreadHeaders(MultiMap headers) {
        String type = headers.get(HttpHeaders.CONTENT_TYPE);
        headers.clear();
        if (type != null) {
            headers.set(HttpHeaders.CONTENT_TYPE, type);
        }
    }
}
