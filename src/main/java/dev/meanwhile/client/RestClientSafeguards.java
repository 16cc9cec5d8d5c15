package dev.meanwhile.client;

import java.util.List;
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

    // Vert.x 4.5 reads the last two at the end of the response. They state whether and how long the connection may be used again.
    private static final List<CharSequence> READ_HEADERS = List.of(HttpHeaders.CONTENT_TYPE, HttpHeaders.CONNECTION,
            HttpHeaders.createOptimized("keep-alive"));

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

    // Quarkus REST 3.33 copies each header into three sorted maps, but reads only Content-Type.
    private static void removeUnreadHeaders(MultiMap headers) {
        String[] values = new String[READ_HEADERS.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = headers.get(READ_HEADERS.get(i));
        }
        headers.clear();
        for (int i = 0; i < values.length; i++) {
            if (values[i] != null) {
                headers.set(READ_HEADERS.get(i), values[i]);
            }
        }
    }
}
