package dev.meanwhile.number;

import static dev.meanwhile.StubUpstream.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertTimeout;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
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
import dev.meanwhile.api.UpstreamException.PoolExhausted;
import dev.meanwhile.api.UpstreamException.TimedOut;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.faulttolerance.api.CircuitBreakerMaintenance;
import io.smallrye.faulttolerance.api.CircuitBreakerState;
import io.smallrye.mutiny.helpers.test.UniAssertSubscriber;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerRequest;

/** Timeouts, retries, circuit breaker, validation and cancellation of {@link NumberClient}. */
@QuarkusTest
@WithTestResource(StubUpstream.class)
class NumberClientTest {

    private static final Duration TIMEOUT = Duration.ofSeconds(5);

    @Inject
    NumberClient client;

    private static final int CONNECTIONS = 100;

    @Inject
    CircuitBreakerMaintenance breakers;

    @Inject
    MeterRegistry metrics;

    StubUpstream upstream;

    @AfterEach
    void awaitCancelledCallsAndReset() {
        await().atMost(TIMEOUT).until(() -> upstream.openCalls() == 0);
        resetCircuitBreakersAndUpstream();
    }

    @BeforeEach
    void resetCircuitBreakersAndUpstream() {
        breakers.resetAll();
        upstream.behaveAs(StubUpstream::respond);
    }

    @Test
    void returnsTheResponseAndItsDuration() {
        NumberResponse response = call(7).awaitItem(TIMEOUT).getItem();

        assertThat(response.body()).isEqualTo(Envelope.success("7"));
        assertThat(URI.create(client.url("7"))).hasHost("localhost").hasPath("/api/7");
        assertThat(response.duration()).isPositive().isLessThan(TIMEOUT);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("faults")
    void translatesEveryUpstreamFault(String name, Handler<HttpServerRequest> fault,
            Class<? extends Exception> error, String message, int calls) {
        upstream.behaveAs(fault);

        call(7).awaitFailure(TIMEOUT).assertFailedWith(error, message);

        assertThat(upstream.calls()).isEqualTo(calls);
        await().atMost(TIMEOUT).until(() -> upstream.openCalls() == 0);
    }

    static Stream<Arguments> faults() {
        return Stream.of(
                fault("reset", request -> request.connection().close(), ConnectionFailed.class, "could not be reached",
                        3),
                fault("truncated", request -> {
                    json(request).putHeader("Content-Length", "99").write("{\"success\":");
                    request.connection().close();
                }, ConnectionFailed.class, "could not be reached", 3),
                fault("no response", StubUpstream::neverRespond, TimedOut.class, "did not respond in time", 1),
                fault("stalled", request -> json(request).setChunked(true).write("{\"success\":"),
                        TimedOut.class, "did not respond in time", 1),
                fault("500", request -> json(request).setStatusCode(500).end("{}"),
                        InvalidResponse.class, "returned status 500", 1),
                fault("404", request -> request.response().setStatusCode(404).end(),
                        InvalidResponse.class, "returned status 404", 1),
                fault("html", request -> request.response().putHeader("Content-Type", "text/html").end("<p>7"),
                        InvalidResponse.class, "returned an invalid response", 1),
                fault("enormous", StubUpstream::flood, InvalidResponse.class, "sent more than 65536 bytes", 1),
                fault("enormous parts", request -> {
                    request.response().putHeader("Content-Type", "Multipart/form-data; boundary=x");
                    StubUpstream.flood(request);
                }, InvalidResponse.class, "sent more than 65536 bytes", 1),
                fault("no json", request -> json(request).end("{nope"), InvalidResponse.class,
                        "is not the expected JSON", 1),
                fault("half a json", request -> json(request).end("{\"success\":tr"),
                        InvalidResponse.class, "is not the expected JSON", 1),
                fault("another json", request -> json(request).end("[7]"),
                        InvalidResponse.class, "is not the expected JSON", 1),
                fault("nothing", request -> json(request).end(), InvalidResponse.class, "response without success", 1),
                fault("no success", request -> json(request).end("{\"success\":false,\"message\":\"no\",\"data\":{}}"),
                        InvalidResponse.class, "is not the expected JSON", 1),
                fault("no success and no data",
                        request -> json(request).end("{\"success\":false,\"message\":\"no\"}"),
                        InvalidResponse.class, "response without success", 1),
                fault("different number", request -> json(request).end("{\"success\":true,\"message\":\"\",\"data\":\"8\"}"),
                        InvalidResponse.class, "a different number than requested", 1));
    }

    @Test
    void abortsASlowResponseAtTheCallTimeout() {
        upstream.behaveAs(StubUpstream::drip);

        call(7).awaitFailure(TIMEOUT).assertFailedWith(TimedOut.class, "did not respond in time");

        await().atMost(TIMEOUT).until(() -> upstream.openCalls() == 0);
    }

    @Test
    void failsAfterTheReadTimeoutForASilentUpstream() {
        upstream.behaveAs(StubUpstream::neverRespond);

        assertTimeout(Duration.ofMillis(1_300), () -> call(7).awaitFailure(TIMEOUT).assertFailedWith(TimedOut.class));
    }

    @Test
    void cancellationClosesTheConnectionAndDoesNotCountAsFailure() {
        upstream.behaveAs(StubUpstream::neverRespond);
        List<UniAssertSubscriber<NumberResponse>> callers = IntStream.range(0, 10).mapToObj(this::call).toList();
        await().atMost(TIMEOUT).until(() -> upstream.openCalls() == 10);

        callers.forEach(UniAssertSubscriber::cancel);

        // before the read timeout of 600 ms
        await().atMost(Duration.ofMillis(250)).until(() -> upstream.openCalls() == 0);
        upstream.behaveAs(StubUpstream::respond);
        call(7).awaitItem(TIMEOUT);
    }

    @Test
    void cancelledCallIsNeitherSuccessNorFailure() {
        upstream.behaveAs(StubUpstream::neverRespond);
        double successes = recordedCalls("success");
        double failures = recordedCalls("failure");
        UniAssertSubscriber<NumberResponse> caller = call(7);
        await().atMost(TIMEOUT).until(() -> upstream.openCalls() == 1);

        caller.cancel();

        await().atMost(TIMEOUT).until(() -> upstream.openCalls() == 0);
        assertThat(recordedCalls("success")).isEqualTo(successes);
        assertThat(recordedCalls("failure")).isEqualTo(failures);
        upstream.behaveAs(StubUpstream::respond);
        call(7).awaitItem(TIMEOUT);
    }

    @Test
    void silentUpstreamOpensTheCircuitAlthoughAllCallersCancel() {
        upstream.behaveAs(StubUpstream::neverRespond);
        double successes = recordedCalls("success");

        await().atMost(TIMEOUT).pollInterval(Duration.ofMillis(50)).until(() -> {
            UniAssertSubscriber<NumberResponse> caller = call(7);
            caller.cancel();
            return caller.getFailure() instanceof CircuitOpen;
        });

        assertThat(recordedCalls("success")).isEqualTo(successes);
        upstream.behaveAs(StubUpstream::respond);
        for (int success = 0; success < 3; success++) {
            await().atMost(TIMEOUT).untilAsserted(() -> call(7).awaitItem(TIMEOUT));
        }
    }

    @Test
    void cancelledTrialCallOfASilentUpstreamOpensTheCircuitAgain() {
        openCircuit();
        upstream.behaveAs(StubUpstream::neverRespond);

        assertThat(circuitAfterCancelledTrialCall()).isEqualTo(CircuitBreakerState.OPEN);
    }

    @Test
    void cancelledTrialCallOfAHealthyUpstreamClosesTheCircuit() {
        openCircuit();
        upstream.behaveAs(upstream.after(Duration.ofMillis(200), StubUpstream::respond));

        assertThat(circuitAfterCancelledTrialCall()).isEqualTo(CircuitBreakerState.CLOSED);
    }

    private CircuitBreakerState circuitAfterCancelledTrialCall() {
        await().atMost(TIMEOUT).until(() -> circuit() == CircuitBreakerState.HALF_OPEN);
        UniAssertSubscriber<NumberResponse> caller = call(7);
        await().atMost(TIMEOUT).until(() -> upstream.openCalls() == 1 || caller.getFailure() != null);
        assertThat(caller.getFailure()).isNull();

        caller.cancel();

        await().atMost(TIMEOUT).until(() -> circuit() != CircuitBreakerState.HALF_OPEN);
        return circuit();
    }

    @Test
    void callsThatFindNoConnectionFailWithoutBlamingTheUpstream() {
        AtomicBoolean respond = new AtomicBoolean();
        upstream.behaveAs(StubUpstream.respondOnce(respond::get));
        double failures = recordedCalls("failure");
        List<UniAssertSubscriber<NumberResponse>> callers = IntStream.range(0, CONNECTIONS + 50).mapToObj(this::call).toList();
        assertThat(circuit()).isEqualTo(CircuitBreakerState.CLOSED);
        assertThat(client.waitingCalls()).isEqualTo(50);

        callers.subList(CONNECTIONS, callers.size())
                .forEach(caller -> caller.awaitFailure(TIMEOUT).assertFailedWith(PoolExhausted.class));
        respond.set(true);
        callers.subList(0, CONNECTIONS).forEach(caller -> caller.awaitItem(TIMEOUT));

        assertThat(upstream.calls()).isEqualTo(CONNECTIONS);
        assertThat(recordedCalls("failure")).isEqualTo(failures);
        assertThat(client.waitingCalls()).isZero();
    }

    @Test
    void callsBeyondTheQueueFailAtOnce() {
        upstream.behaveAs(StubUpstream.respondOnce(() -> false));
        List<UniAssertSubscriber<NumberResponse>> callers = IntStream.range(0, 11 * CONNECTIONS).mapToObj(this::call).toList();

        call(7).assertFailedWith(PoolExhausted.class);

        await().atMost(TIMEOUT).until(() -> upstream.calls() >= CONNECTIONS);
        callers.forEach(UniAssertSubscriber::cancel);
        assertThat(client.waitingCalls()).isZero();
        await().atMost(TIMEOUT).until(() -> upstream.openCalls() == 0);
        upstream.behaveAs(StubUpstream::respond);
        for (int success = 0; success < 3; success++) {
            call(7).awaitItem(TIMEOUT);
        }
    }

    @Test
    void callersThatLeaveAtOnceOccupyNoConnection() {
        // opens the connections, because a call that is aborted while its connection is being opened occupies it
        IntStream.range(0, CONNECTIONS).mapToObj(this::call).toList().forEach(caller -> caller.awaitItem(TIMEOUT));
        for (int callers = 0; callers < 3 * CONNECTIONS; callers++) {
            call(7).cancel();
        }

        await().atMost(TIMEOUT).untilAsserted(() -> assertThat(client.waitingCalls()).isZero());
        IntStream.range(0, CONNECTIONS).mapToObj(this::call).toList().forEach(caller -> caller.awaitItem(TIMEOUT));
    }

    // The time limit of waiting equals the response time, so that waiting calls time out while connections become free.
    @Test
    void noConnectionIsLostWhenCallsGiveUpWhileConnectionsBecomeFree() {
        upstream.behaveAs(upstream.after(Duration.ofMillis(370), StubUpstream::respond));
        List<UniAssertSubscriber<NumberResponse>> callers = IntStream.range(0, 6 * CONNECTIONS).mapToObj(this::call).toList();
        await().atMost(TIMEOUT).until(() -> callers.stream()
                .allMatch(caller -> caller.getItem() != null || caller.getFailure() != null));
        assertThat(client.waitingCalls()).isZero();
        breakers.resetAll();

        AtomicBoolean respond = new AtomicBoolean();
        upstream.behaveAs(StubUpstream.respondOnce(respond::get));
        List<UniAssertSubscriber<NumberResponse>> next = IntStream.range(0, CONNECTIONS).mapToObj(this::call).toList();
        await().atMost(TIMEOUT).until(() -> upstream.openCalls() == CONNECTIONS);
        respond.set(true);
        next.forEach(caller -> caller.awaitItem(TIMEOUT));
    }

    private void openCircuit() {
        upstream.behaveAs(request -> request.response().setStatusCode(500).end());
        for (int call = 0; call < 4; call++) {
            call(7).awaitFailure(TIMEOUT);
        }
        assertThat(circuit()).isEqualTo(CircuitBreakerState.OPEN);
    }

    private CircuitBreakerState circuit() {
        return breakers.currentState("number-api");
    }

    private double recordedCalls(String result) {
        return metrics.counter("ft.circuitbreaker.calls.total", "method", "number-api", "circuitBreakerResult", result).count();
    }

    @Test
    void failsWithConnectionFailedForARefusedConnection() {
        upstream.down();
        try {
            call(7).awaitFailure(TIMEOUT).assertFailedWith(ConnectionFailed.class, "could not be reached");
        } finally {
            upstream.up();
        }
    }

    @Test
    void retriesWhenAPooledConnectionIsClosedDuringARequest() {
        call(1).awaitItem(TIMEOUT);
        AtomicInteger calls = new AtomicInteger();
        upstream.behaveAs(request -> {
            if (calls.incrementAndGet() == 1) {
                request.connection().close();
            } else {
                StubUpstream.respond(request);
            }
        });

        NumberResponse response = call(7).awaitItem(TIMEOUT).getItem();

        assertThat(response.body().data()).isEqualTo("7");
        assertThat(upstream.calls()).isEqualTo(2);
    }

    @Test
    void retriesWhenAServerClosesAllIdleConnectionsAtOnce() {
        Set<HttpConnection> idleConnections = ConcurrentHashMap.newKeySet();
        upstream.behaveAs(upstream.after(Duration.ofMillis(100), request -> {
            idleConnections.add(request.connection());
            StubUpstream.respond(request);
        }));
        callManyTimes();
        assertThat(idleConnections).hasSizeGreaterThan(10);

        List<HttpConnection> usedConnections = new ArrayList<>();
        upstream.behaveAs(request -> {
            if (!idleConnections.remove(request.connection())) {
                StubUpstream.respond(request);
                return;
            }
            usedConnections.add(request.connection());
            // closes them once every one carries a call, so that no retry is sent on another idle connection
            if (idleConnections.isEmpty()) {
                usedConnections.forEach(HttpConnection::close);
            }
        });
        callManyTimes();
        assertThat(idleConnections).isEmpty();
    }

    private void callManyTimes() {
        List<UniAssertSubscriber<NumberResponse>> responses = IntStream.range(0, 40).mapToObj(this::call).toList();
        responses.forEach(response -> response.awaitItem(TIMEOUT));
    }

    @Test
    void rejectsCallsWhileTheCircuitIsOpenAndRecovers() {
        upstream.behaveAs(request -> request.response().setStatusCode(500).end());
        for (int call = 0; call < 4; call++) {
            call(7).awaitFailure(TIMEOUT).assertFailedWith(InvalidResponse.class);
        }

        call(7).awaitFailure(TIMEOUT).assertFailedWith(CircuitOpen.class, "circuit breaker is open");
        assertThat(upstream.calls()).isEqualTo(4);

        upstream.behaveAs(StubUpstream::respond);
        await().atMost(TIMEOUT).untilAsserted(() -> call(7).awaitItem(TIMEOUT));
    }

    private UniAssertSubscriber<NumberResponse> call(int number) {
        return client.getNumber(number).subscribe().withSubscriber(UniAssertSubscriber.create());
    }

    private static Arguments fault(String name, Handler<HttpServerRequest> fault,
            Class<? extends Exception> error, String message, int calls) {
        return arguments(name, fault, error, message, calls);
    }
}
