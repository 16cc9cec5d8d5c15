package dev.meanwhile.http.connection;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPInputStream;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import dev.meanwhile.PackagedApp;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;

/** Compression by HTTP/1.1 of requests that follow each other on one connection, with and without {@code Accept-Encoding}. */
class CompressionBypassIT {

    private record Response(String encoding, Buffer body) {

        String text() throws IOException {
            return encoding == null ? body.toString(UTF_8)
                    : new String(new GZIPInputStream(new ByteArrayInputStream(body.getBytes())).readAllBytes(), UTF_8);
        }
    }

    private static PackagedApp app;
    private static Vertx vertx;

    @BeforeAll
    static void start() {
        app = PackagedApp.start();
        vertx = Vertx.vertx();
    }

    @AfterAll
    static void stop() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
        app.close();
    }

    @ParameterizedTest
    @ValueSource(strings = { "/lab.js", "/q/openapi", "/fetch" })
    void compressesPipelinedResponsesForRequestsThatAcceptIt(String path) throws Exception {
        List<Response> responses = pipelined(path, null, "gzip", null, "gzip", "gzip", "identity", null);

        assertThat(responses).extracting(Response::encoding)
                .containsExactly(null, "gzip", null, "gzip", "gzip", null, null);
        String text = responses.get(0).text();
        assertThat(text).hasSizeGreaterThan(50);
        for (Response response : responses) {
            assertThat(withoutIds(response.text())).isEqualTo(withoutIds(text));
        }
    }

    @Test
    void sendsEventsUncompressedForAnyAcceptEncoding() throws Exception {
        String run = "/lab/runs?users=1&calls=1&delay=0s&modes=reactive&repeats=1";
        List<Response> responses = pipelined(run, null, "gzip", null);

        assertThat(responses).extracting(Response::encoding).containsOnlyNulls();
        assertThat(responses).allSatisfy(response -> assertThat(response.text()).contains("event:"));
    }

    private static String withoutIds(String text) {
        return text.replaceAll("[0-9a-f]{16}", "");
    }

    private static List<Response> pipelined(String path, String... acceptEncodings) throws Exception {
        HttpClient client = vertx
                .createHttpClient(new HttpClientOptions().setPipelining(true).setKeepAlive(true).setMaxPoolSize(1));
        List<Future<Response>> responses = new ArrayList<>();
        for (String acceptEncoding : acceptEncodings) {
            responses.add(client.request(HttpMethod.GET, app.url().getPort(), app.url().getHost(), path).compose(request -> {
                request.putHeader("Accept", "text/html, */*;q=0.5");
                if (acceptEncoding != null) {
                    request.putHeader("Accept-Encoding", acceptEncoding);
                }
                return request.send();
            }).compose(response -> response.body().map(body -> new Response(response.getHeader("Content-Encoding"), body))));
        }
        Future.all(new ArrayList<>(responses)).toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
        client.close();
        return responses.stream().map(Future::result).toList();
    }
}
