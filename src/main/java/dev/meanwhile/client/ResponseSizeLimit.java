package dev.meanwhile.client;

import java.util.function.Consumer;

import org.eclipse.microprofile.config.ConfigProvider;
import org.eclipse.microprofile.rest.client.RestClientBuilder;
import org.eclipse.microprofile.rest.client.spi.RestClientBuilderListener;
import org.jboss.resteasy.reactive.client.impl.VertxRequestCustomizingClientBuilder;

import dev.meanwhile.api.UpstreamException;
import io.smallrye.config.SmallRyeConfig;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;

/**
 * Cuts the connection to an upstream that sends more than {@link RestClientLimitsConfig#maxAnswer()}. The REST client
 * itself would read on until the memory is full.
 */
public final class ResponseSizeLimit implements RestClientBuilderListener {

    @Override
    public void onNewBuilder(RestClientBuilder builder) {
        long maxBytes = ConfigProvider.getConfig().unwrap(SmallRyeConfig.class).getConfigMapping(RestClientLimitsConfig.class)
                .maxAnswer().asLongValue();
        ((VertxRequestCustomizingClientBuilder<?>) builder).httpClientRequestCustomizer(of(maxBytes));
    }

    /**
     * Resets a request whose answer grows too large; it then fails with an {@link UpstreamException.InvalidResponse}.
     *
     * @param maxBytes the most that is read of an answer
     */
    public static Consumer<HttpClientRequest> of(long maxBytes) {
        return request -> request.response().onSuccess(response -> count(request, response, maxBytes));
    }

    private static void count(HttpClientRequest request, HttpClientResponse response, long maxBytes) {
        if (isMultipart(response)) {
            // for parts the REST client replaces the handler below by one of its own, which reads on without end
            response.headers().remove(HttpHeaders.CONTENT_TYPE);
        }
        long[] read = { 0 };
        response.handler(chunk -> {
            read[0] += chunk.length();
            if (read[0] > maxBytes) {
                request.reset(0, new UpstreamException.InvalidResponse("The upstream sent more than " + maxBytes + " bytes."));
            }
        });
    }

    private static boolean isMultipart(HttpClientResponse response) {
        String type = response.getHeader(HttpHeaders.CONTENT_TYPE);
        return type != null && type.regionMatches(true, 0, "multipart/", 0, "multipart/".length());
    }
}
