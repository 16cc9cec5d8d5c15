package dev.meanwhile.number;

import static dev.meanwhile.StubUpstream.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertTimeout;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import jakarta.inject.Inject;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import dev.meanwhile.StubUpstream;
import dev.meanwhile.api.Envelope;
import dev.meanwhile.api.UpstreamException.CircuitOpen;
import dev.meanwhile.api.UpstreamException.ConnectionFailed;
import dev.meanwhile.api.UpstreamException.InvalidResponse;
import dev.meanwhile.api.UpstreamException.TimedOut;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.faulttolerance.api.CircuitBreakerMaintenance;
import io.smallrye.mutiny.helpers.test.UniAssertSubscriber;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerRequest;

@QuarkusTest
@WithTestResource(StubUpstream.class)
class NumberClientTest {

    private static final Duration PATIENCE = Duration.ofSeconds(5);

    @Inject
    NumberClient client;

    @Inject
    CircuitBreakerMaintenance breakers;

    StubUpstream upstream;

    @BeforeEach
    @AfterEach
    void forgetEarlierFailures() {
        breakers.resetAll();
        upstream.behaveAs(StubUpstream::answer);
    }

    @Test
    void answersWithTheReplyItsSourceAndItsDuration() {
        NumberResponse reply = ask(7).awaitItem(PATIENCE).getItem();

        assertThat(reply.envelope()).isEqualTo(Envelope.success("7"));
        assertThat(reply.source()).hasHost("localhost").hasPath("/api/7");
        assertThat(reply.took()).isPositive().isLessThan(PATIENCE);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("misbehaviours")
    void turnsEveryMisbehaviourIntoADomainError(String name, Handler<HttpServerRequest> misbehaviour,
            Class<? extends Exception> error, String message, int calls) {
        upstream.behaveAs(misbehaviour);

        ask(7).awaitFailure(PATIENCE).assertFailedWith(error, message);

        assertThat(upstream.calls()).isEqualTo(calls);
        await().atMost(PATIENCE).until(() -> upstream.openCalls() == 0);
    }

    static Stream<Arguments> misbehaviours() {
        return Stream.of(
                misbehaviour("reset", request -> request.connection().close(), ConnectionFailed.class, "could not be reached",
                        3),
                misbehaviour("truncated", request -> {
                    json(request).putHeader("Content-Length", "99").write("{\"success\":");
                    request.connection().close();
                }, ConnectionFailed.class, "could not be reached", 3),
                misbehaviour("silent", StubUpstream::neverAnswer, TimedOut.class, "did not answer in time", 1),
                misbehaviour("stalled", request -> json(request).setChunked(true).write("{\"success\":"),
                        TimedOut.class, "did not answer in time", 1),
                misbehaviour("500", request -> json(request).setStatusCode(500).end("{}"),
                        InvalidResponse.class, "answered with status 500", 1),
                misbehaviour("404", request -> request.response().setStatusCode(404).end(),
                        InvalidResponse.class, "answered with status 404", 1),
                misbehaviour("html", request -> request.response().putHeader("Content-Type", "text/html").end("<p>7"),
                        InvalidResponse.class, "makes no sense", 1),
                misbehaviour("enormous", StubUpstream::flood, InvalidResponse.class, "sent more than 65536 bytes", 1),
                misbehaviour("enormous parts", request -> {
                    request.response().putHeader("Content-Type", "Multipart/form-data; boundary=x");
                    StubUpstream.flood(request);
                }, InvalidResponse.class, "sent more than 65536 bytes", 1),
                misbehaviour("no json", request -> json(request).end("{nope"), InvalidResponse.class,
                        "not answer with the JSON", 1),
                misbehaviour("half a json", request -> json(request).end("{\"success\":tr"),
                        InvalidResponse.class, "not answer with the JSON", 1),
                misbehaviour("another json", request -> json(request).end("[7]"),
                        InvalidResponse.class, "not answer with the JSON", 1),
                misbehaviour("nothing", request -> json(request).end(), InvalidResponse.class, "refused to answer", 1),
                misbehaviour("no success", request -> json(request).end("{\"success\":false,\"message\":\"no\",\"data\":{}}"),
                        InvalidResponse.class, "not answer with the JSON", 1),
                misbehaviour("no success and no data",
                        request -> json(request).end("{\"success\":false,\"message\":\"no\"}"),
                        InvalidResponse.class, "refused to answer", 1),
                misbehaviour("other number", request -> json(request).end("{\"success\":true,\"message\":\"\",\"data\":\"8\"}"),
                        InvalidResponse.class, "answered another question", 1));
    }

    @Test
    void cutsADrippingAnswerAtTheDeadline() {
        upstream.behaveAs(StubUpstream::drip);

        ask(7).awaitFailure(PATIENCE).assertFailedWith(TimedOut.class, "did not answer in time");

        await().atMost(PATIENCE).until(() -> upstream.openCalls() == 0);
    }

    @Test
    void givesUpOnASilentUpstreamBeforeTheDeadline() {
        upstream.behaveAs(StubUpstream::neverAnswer);

        assertTimeout(Duration.ofMillis(1_300), () -> ask(7).awaitFailure(PATIENCE).assertFailedWith(TimedOut.class));
    }

    @Test
    void cancelsTheCallWhenItsCallerLeavesAndBlamesNobody() {
        upstream.behaveAs(StubUpstream::neverAnswer);
        List<UniAssertSubscriber<NumberResponse>> callers = IntStream.range(0, 10).mapToObj(this::ask).toList();
        await().atMost(PATIENCE).until(() -> upstream.openCalls() == 10);

        callers.forEach(UniAssertSubscriber::cancel);

        // sooner than the read timeout would
        await().atMost(Duration.ofMillis(250)).until(() -> upstream.openCalls() == 0);
        upstream.behaveAs(StubUpstream::answer);
        ask(7).awaitItem(PATIENCE);
    }

    @Test
    void findsARefusedConnectionUnreachable() {
        upstream.down();
        try {
            ask(7).awaitFailure(PATIENCE).assertFailedWith(ConnectionFailed.class, "could not be reached");
        } finally {
            upstream.up();
        }
    }

    @Test
    void hidesAPooledConnectionThatWasClosedUnderItsRequest() {
        ask(1).awaitItem(PATIENCE);
        AtomicInteger calls = new AtomicInteger();
        upstream.behaveAs(request -> {
            if (calls.incrementAndGet() == 1) {
                request.connection().close();
            } else {
                StubUpstream.answer(request);
            }
        });

        NumberResponse reply = ask(7).awaitItem(PATIENCE).getItem();

        assertThat(reply.envelope().data()).isEqualTo("7");
        assertThat(upstream.calls()).isEqualTo(2);
    }

    @Test
    void outlivesAServerThatClosesAllItsIdleConnectionsAtOnce() {
        Set<HttpConnection> idle = ConcurrentHashMap.newKeySet();
        upstream.behaveAs(upstream.after(Duration.ofMillis(100), request -> {
            idle.add(request.connection());
            StubUpstream.answer(request);
        }));
        askManyTimes();
        assertThat(idle).hasSizeGreaterThan(10);

        List<HttpConnection> closing = new ArrayList<>();
        upstream.behaveAs(request -> {
            if (!idle.remove(request.connection())) {
                StubUpstream.answer(request);
                return;
            }
            closing.add(request.connection());
            // by when every call has one of them, so that none repeats itself on another
            if (idle.isEmpty()) {
                closing.forEach(HttpConnection::close);
            }
        });
        askManyTimes();
        assertThat(idle).isEmpty();
    }

    private void askManyTimes() {
        List<UniAssertSubscriber<NumberResponse>> replies = IntStream.range(0, 40).mapToObj(this::ask).toList();
        replies.forEach(reply -> reply.awaitItem(PATIENCE));
    }

    @Test
    void leavesAFailingUpstreamAloneUntilTheCircuitClosesAgain() {
        upstream.behaveAs(request -> request.response().setStatusCode(500).end());
        for (int call = 0; call < 4; call++) {
            ask(7).awaitFailure(PATIENCE).assertFailedWith(InvalidResponse.class);
        }

        ask(7).awaitFailure(PATIENCE).assertFailedWith(CircuitOpen.class, "left alone");
        assertThat(upstream.calls()).isEqualTo(4);

        upstream.behaveAs(StubUpstream::answer);
        await().atMost(PATIENCE).untilAsserted(() -> ask(7).awaitItem(PATIENCE));
    }

    private UniAssertSubscriber<NumberResponse> ask(int number) {
        return client.ask(number).subscribe().withSubscriber(UniAssertSubscriber.create());
    }

    private static Arguments misbehaviour(String name, Handler<HttpServerRequest> misbehaviour,
            Class<? extends Exception> error, String message, int calls) {
        return arguments(name, misbehaviour, error, message, calls);
    }
}
