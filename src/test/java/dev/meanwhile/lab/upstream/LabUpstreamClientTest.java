package dev.meanwhile.lab.upstream;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import dev.meanwhile.StubUpstream;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpServerRequest;

/** Tests the requests that an upstream in another process receives. */
@QuarkusTest
@WithTestResource(StubUpstream.class)
class LabUpstreamClientTest {

    private static final String SCENARIO = "/lab/runs?users=10&calls=5&delay=20ms&jitter=20ms&failures=0.3&threads=50";

    StubUpstream upstream;

    @AfterEach
    void reset() {
        upstream.behaveAs(StubUpstream::respond);
    }

    @Test
    void sendsTheSameRequestsForTheSameSeedInEveryMode() {
        List<String> requests = requestsOf("reactive", 7);

        assertThat(requests).hasSize(200 + 50).anyMatch(query -> query.contains("fail=true"));
        assertThat(requests.stream().distinct().count()).isGreaterThan(50);
        assertThat(requestsOf("reactive", 7)).isEqualTo(requests);
        assertThat(requestsOf("pool", 7)).isEqualTo(requests);
        assertThat(requestsOf("sequential", 7)).isEqualTo(requests);
        assertThat(requestsOf("reactive", 8)).hasSameSizeAs(requests).isNotEqualTo(requests);
    }

    @ParameterizedTest
    @EnumSource(Fault.class)
    void saysWhyNoCallSucceeded(Fault fault) {
        upstream.behaveAs(fault.behaviour);
        if (fault == Fault.UNREACHABLE) {
            upstream.down();
        }
        JsonPath run;
        try {
            run = given().accept("application/json").get("/lab/runs?users=2&calls=2&delay=0").then().statusCode(200).extract()
                    .jsonPath();
        } finally {
            if (fault == Fault.UNREACHABLE) {
                upstream.up();
            }
        }

        assertThat(run.getString("done.headline")).isEqualTo("No call succeeded: %s %s. These times mean nothing."
                .formatted(upstream.origin(), fault.cause)).isEqualTo(run.getString("done.explanation"));
        assertThat(run.getString("done.verdict.kind")).isEqualTo("failed");
        assertThat(run.getList("calls.error")).containsOnly(fault.error);
    }

    private enum Fault {
        STATUS(request -> request.response().setStatusCode(404).end(), "status 404", "responded with status 404"),
        WRONG_NUMBER(request -> StubUpstream.json(request).end("{\"success\":true,\"message\":\"\",\"data\":\"0\"}"),
                "invalid response", "did not respond with the requested number"),
        NO_JSON(request -> StubUpstream.json(request).end("<html>"), "invalid response",
                "did not respond with the requested number"),
        RESET(request -> request.connection().close(), "unreachable", "could not be reached"),
        UNREACHABLE(StubUpstream::respond, "unreachable", "could not be reached");

        private final Handler<HttpServerRequest> behaviour;
        private final String error;
        private final String cause;

        Fault(Handler<HttpServerRequest> behaviour, String error, String cause) {
            this.behaviour = behaviour;
            this.error = error;
            this.cause = cause;
        }
    }

    /** The requests of a run, including its warm-up, sorted. */
    private List<String> requestsOf(String mode, long seed) {
        Queue<String> requests = new ConcurrentLinkedQueue<>();
        upstream.behaveAs(request -> {
            requests.add(request.uri());
            String number = request.path().substring("/lab/upstream/".length());
            StubUpstream.json(request).end("{\"success\":true,\"message\":\"\",\"data\":\"%s\"}".formatted(number));
        });
        given().accept("application/json").get(SCENARIO + "&modes=" + mode + "&seed=" + seed).then().statusCode(200);
        return requests.stream().sorted().toList();
    }
}
