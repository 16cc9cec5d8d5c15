package dev.meanwhile.stress;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

import dev.meanwhile.FixedRateProbe;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;

/** HTTP client that sends the load of a stress test; closing it closes its connections. */
final class TestHttpClient implements AutoCloseable {

    private static final Duration TIMEOUT = Duration.ofSeconds(15);

    private final Vertx vertx = Vertx.vertx();
    private final HttpClient client = vertx.createHttpClient(new HttpClientOptions().setMaxPoolSize(200));

    /** Response with its body as text; {@code type} is null if there is no {@code Content-Type} header. */
    record Response(int status, String type, String body) {
    }

    CompletableFuture<Response> get(URI url) {
        return send(HttpMethod.GET, url, "*/*");
    }

    CompletableFuture<Response> send(HttpMethod method, URI url, String accept) {
        RequestOptions request = new RequestOptions().setMethod(method).setAbsoluteURI(url.toString())
                .putHeader("Accept", accept).setTimeout(TIMEOUT.toMillis());
        CompletableFuture<Response> result = new CompletableFuture<>();
        // on a thread other than that of the connection, Vert.x 4.5 may deliver a response whose body is already discarded
        vertx.runOnContext(go -> client.request(request).compose(HttpClientRequest::send)
                .compose(response -> response.body().map(
                        body -> new Response(response.statusCode(), response.getHeader("Content-Type"), body.toString())))
                .onSuccess(result::complete).onFailure(result::completeExceptionally));
        return result;
    }

    /**
     * Requests each URL {@code times} times and ignores the responses, so that JIT compilation does not affect measurements.
     */
    void warmUp(int times, List<URI> urls) {
        for (int i = 0; i < times; i++) {
            CompletableFuture.allOf(urls.stream().map(this::get).toArray(CompletableFuture[]::new)).join();
        }
    }

    /** Requests {@code url} at a fixed rate and checks every response with {@code expected}. */
    FixedRateProbe probe(int perSecond, URI url, Consumer<Response> expected) {
        return FixedRateProbe.every(Duration.ofSeconds(1).dividedBy(perSecond), () -> get(url).thenAccept(expected));
    }

    /** Checks that a response has status 200 and a body that contains {@code text}. */
    static Consumer<Response> success(String text) {
        return response -> assertThat(response).returns(200, Response::status).extracting(Response::body).asString()
                .contains(text);
    }

    @Override
    public void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }
}
