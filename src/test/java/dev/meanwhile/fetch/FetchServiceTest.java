package dev.meanwhile.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import dev.meanwhile.StubUpstream;
import dev.meanwhile.api.RequestRejectedException;
import dev.meanwhile.api.UpstreamException.PoolExhausted;
import dev.meanwhile.client.EventLoopTimer;
import dev.meanwhile.client.OwnCertificate;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;

/** Queueing of fetches when the connection pool of an origin is in use, and their limit of memory. */
class FetchServiceTest {

    private static final Duration TIMEOUT = Duration.ofSeconds(5);
    private static final int CONNECTIONS = 2;

    private final StubUpstream silent = new StubUpstream();
    private final StubUpstream healthy = new StubUpstream();
    private final Vertx vertx = Vertx.vertx();
    private FetchHttpClient api;
    private FetchService client;
    private DocumentMemory memory = new DocumentMemory(Long.MAX_VALUE);

    @BeforeEach
    void start() {
        silent.start();
        silent.behaveAs(StubUpstream::neverRespond);
        healthy.start();
        FetchConfig config = new SmallRyeConfigBuilder().addDiscoveredConverters().withMapping(FetchConfig.class)
                .withDefaultValue("meanwhile.fetch.connection-pool-size", String.valueOf(CONNECTIONS))
                .withDefaultValue("meanwhile.fetch.allowed-origins", silent.origin() + "," + healthy.origin())
                .build().getConfigMapping(FetchConfig.class);
        URI self = URI.create("http://localhost:8080");
        api = new FetchHttpClient(vertx, config, "test", self, new OwnCertificate(vertx, null, null));
        client = new FetchService(api, new EventLoopTimer(vertx), config, self, new SimpleMeterRegistry());
    }

    @AfterEach
    void stop() {
        api.close();
        vertx.close().toCompletionStage().toCompletableFuture().join();
        silent.stop();
        healthy.stop();
    }

    @Test
    void queuesTwiceThePoolSizeAndRejectsMore() {
        Stream.generate(() -> fetch(silent)).limit(CONNECTIONS).forEach(request -> assertThat(request).isNotDone());
        await().atMost(TIMEOUT).until(() -> silent.openCalls() == CONNECTIONS);
        List<CompletableFuture<JsonDocument>> waiting = Stream.generate(() -> fetch(silent)).limit(2 * CONNECTIONS).toList();

        assertThatExceptionOfType(CompletionException.class).isThrownBy(fetch(silent)::join)
                .withCauseInstanceOf(PoolExhausted.class);
        assertThat(fetch(healthy).join().text()).contains("7");
        assertThat(waiting).noneMatch(CompletableFuture::isDone);
    }

    @Test
    void queuesTwiceThePoolSizeOnAColdPool() {
        Stream.generate(() -> fetch(healthy)).limit(2 * CONNECTIONS).toList()
                .forEach(request -> assertThat(request.join().text()).contains("7"));
    }

    @Test
    void rejectsADocumentThatExceedsTheMemoryOfAllDocuments() {
        memory = new DocumentMemory(1_000);
        healthy.behaveAs(request -> StubUpstream.json(request).end("[\"" + "x".repeat(600) + "\"]"));
        DocumentMemory.Reservation first = memory.reserve();
        assertThat(fetch(healthy, first).join().text()).hasSize(604);

        assertThatExceptionOfType(CompletionException.class).isThrownBy(fetch(healthy, memory.reserve())::join)
                .withCauseInstanceOf(RequestRejectedException.class);

        first.release();
        assertThat(fetch(healthy, memory.reserve()).join().text()).hasSize(604);
    }

    @Test
    void reservesMemoryForTheDecompressedDocument() throws IOException {
        memory = new DocumentMemory(1_000);
        byte[] document = ("[\"" + "x".repeat(1_000) + "\"]").getBytes(StandardCharsets.US_ASCII);
        Buffer body = Buffer.buffer(FetchedResponseTest.gzip(document));
        healthy.behaveAs(request -> StubUpstream.json(request).putHeader("Content-Encoding", "gzip").end(body));

        assertThatExceptionOfType(CompletionException.class).isThrownBy(fetch(healthy, memory.reserve())::join)
                .withCauseInstanceOf(RequestRejectedException.class);
    }

    private CompletableFuture<JsonDocument> fetch(StubUpstream upstream) {
        return fetch(upstream, memory.reserve());
    }

    private CompletableFuture<JsonDocument> fetch(StubUpstream upstream, DocumentMemory.Reservation reservation) {
        return client.fetch(upstream.origin() + "/api/7", reservation).subscribeAsCompletionStage().orTimeout(
                TIMEOUT.toSeconds(),
                TimeUnit.SECONDS);
    }
}
