package dev.meanwhile.lab.upstream;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import dev.meanwhile.StubUpstream;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;

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
