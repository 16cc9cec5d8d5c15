package dev.meanwhile.web;

import java.util.function.Consumer;

import org.eclipse.microprofile.config.ConfigProvider;
import org.eclipse.microprofile.rest.client.RestClientBuilder;
import org.eclipse.microprofile.rest.client.spi.RestClientBuilderListener;
import org.jboss.resteasy.reactive.client.impl.VertxRequestCustomizingClientBuilder;

import io.smallrye.config.SmallRyeConfig;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;

/**
 * Cuts the connection to an upstream that sends more than {@link UpstreamConfig#maxAnswer()}, counted after decompression.
 * The REST client itself would read on until the memory is full.
 */
public final class AnswerLimit implements RestClientBuilderListener {

    @Override
    public void onNewBuilder(RestClientBuilder builder) {
        long maxBytes = ConfigProvider.getConfig().unwrap(SmallRyeConfig.class).getConfigMapping(UpstreamConfig.class)
                .maxAnswer().asLongValue();
        ((VertxRequestCustomizingClientBuilder<?>) builder).httpClientRequestCustomizer(of(maxBytes));
    }

    /**
     * Resets a request whose answer grows too large; it then fails with an {@link UpstreamException.BadAnswer}.
     *
     * @param maxBytes the most that is read of an answer, after decompression
     */
    public static Consumer<HttpClientRequest> of(long maxBytes) {
        return request -> request.response().onSuccess(response -> count(request, response, maxBytes));
    }

    private static void count(HttpClientRequest request, HttpClientResponse response, long maxBytes) {
        long[] read = { 0 };
        response.handler(chunk -> {
            read[0] += chunk.length();
            if (read[0] > maxBytes) {
                request.reset(0, new UpstreamException.BadAnswer("The upstream sent more than " + maxBytes + " bytes."));
            }
        });
    }
}
