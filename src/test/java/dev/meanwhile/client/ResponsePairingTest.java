package dev.meanwhile.client;

import static dev.meanwhile.RawHttpServer.jsonResponse;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

import jakarta.inject.Inject;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import dev.meanwhile.RawHttpServer;
import dev.meanwhile.RawHttpServer.Request;
import dev.meanwhile.lab.scenario.CallResult;
import dev.meanwhile.lab.scenario.Workload;
import dev.meanwhile.lab.upstream.LabUpstreamClient;
import dev.meanwhile.number.NumberClient;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.faulttolerance.api.CircuitBreakerMaintenance;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.helpers.test.UniAssertSubscriber;

/** A response reaches no other request than its own, with each of the three HTTP clients. */
@QuarkusTest
@WithTestResource(RawHttpServer.class)
class ResponsePairingTest {

    private static final Duration TIMEOUT = Duration.ofSeconds(5);
    private static final List<Integer> INTERIM = List.of(100, 102, 103, 104, 110, 199);
    private static final int NUMBERS = 20;

    enum Client {
        FETCH,
        NUMBER,
        LAB
    }

    RawHttpServer upstream;

    @Inject
    NumberClient numberClient;

    @Inject
    LabUpstreamClient labClient;

    @Inject
    CircuitBreakerMaintenance breakers;

    @BeforeEach
    void closeCircuit() {
        breakers.resetAll();
    }

    @ParameterizedTest
    @EnumSource
    void skipsInterimResponsesBeforeALateResponse(Client client) throws IOException {
        upstream.reset(request -> {
            INTERIM.forEach(status -> request.send("HTTP/1.1 " + status + " X\r\nX: y\r\n\r\n"));
            // the final response comes in a separate packet, after the client has read the interim ones
            await().pollDelay(Duration.ofMillis(30)).until(() -> true);
            return ownResponse(request);
        });

        assertThat(Stream.iterate(1, n -> n + 1).limit(NUMBERS)).allMatch(number -> isOwnResponse(client, number));
        assertThat(upstream.requests()).hasSize(NUMBERS);
        assertThat(upstream.requests().stream().map(Request::connection).distinct()).hasSize(1);
    }

    @ParameterizedTest
    @EnumSource
    void failsForSwitchedProtocolsAndClosesTheConnection(Client client) throws IOException {
        upstream.reset(request -> request.target().contains("/1")
                ? "HTTP/1.1 101 Switching Protocols\r\nUpgrade: h2c\r\nConnection: upgrade\r\n\r\n" + ownResponse(request)
                : ownResponse(request));

        assertThat(isOwnResponse(client, 1)).isFalse();
        await().atMost(TIMEOUT).until(() -> upstream.openConnections() == 0);
        assertThat(isOwnResponse(client, 2)).isTrue();
    }

    @ParameterizedTest
    @EnumSource
    void usesNoConnectionAgainThatTheUpstreamCloses(Client client) throws IOException {
        upstream.reset(request -> ownResponse(request).replaceFirst("\r\n", "\r\nConnection: close\r\n"));

        assertThat(Stream.iterate(1, n -> n + 1).limit(NUMBERS)).allMatch(number -> isOwnResponse(client, number));
        assertThat(upstream.requests().stream().map(Request::connection).distinct()).hasSize(NUMBERS);
    }

    @ParameterizedTest
    @EnumSource
    void excessBytesReachNoOtherRequest(Client client) throws IOException {
        String foreign = jsonResponse("{\"success\":true,\"message\":\"\",\"data\":\"0\"}");
        List<Function<Request, String>> responses = List.of(
                request -> ownResponse(request) + "[\"bad\"]",
                request -> ownResponse(request) + foreign,
                request -> ownResponse(request) + foreign.substring(0, 20),
                request -> ownResponse(request) + "\r\n");
        for (Function<Request, String> response : responses) {
            upstream.reset(response);

            assertThat(Stream.iterate(1, n -> n + 1).limit(NUMBERS)).allMatch(number -> isOwnResponse(client, number));
        }
    }

    private static String ownResponse(Request request) {
        String number = request.target().replaceFirst("/(?:api|lab/upstream)/(\\d+).*", "$1");
        return jsonResponse("{\"success\":true,\"message\":\"\",\"data\":\"" + number + "\"}");
    }

    private boolean isOwnResponse(Client client, int number) {
        return switch (client) {
            case FETCH -> given().queryParam("url", upstream.origin() + "/api/" + number).get("/fetch").asString()
                    .contains("\"data\":\"" + number + "\"");
            case NUMBER ->
                itemOf(numberClient.getNumber(number).onItemOrFailure().transform((response, failure) -> failure == null));
            case LAB -> itemOf(labClient.call(new Workload.CallSpec(1, number, Duration.ZERO, false))) == CallResult.OK;
        };
    }

    private static <T> T itemOf(Uni<T> uni) {
        return uni.subscribe().withSubscriber(UniAssertSubscriber.create()).awaitItem(TIMEOUT).getItem();
    }
}
