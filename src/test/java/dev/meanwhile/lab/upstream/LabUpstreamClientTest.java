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

/** What the lab asks an upstream that is another process. */
@QuarkusTest
@WithTestResource(StubUpstream.class)
class LabUpstreamClientTest {

    private static final String SCENARIO = "/lab/runs?users=10&calls=5&delay=20ms&jitter=20ms&failures=0.3&threads=50";

    StubUpstream upstream;

    @AfterEach
    void behaveAgain() {
        upstream.behaveAs(StubUpstream::respond);
    }

    @Test
    void asksForTheSameDelaysAndFailuresForTheSameSeedInEveryMode() {
        List<String> asked = askedBy("reactive", 7);

        assertThat(asked).hasSize(200 + 50).anyMatch(query -> query.contains("fail=true"));
        assertThat(asked.stream().distinct().count()).isGreaterThan(50);
        assertThat(askedBy("reactive", 7)).isEqualTo(asked);
        assertThat(askedBy("pool", 7)).isEqualTo(asked);
        assertThat(askedBy("sequential", 7)).isEqualTo(asked);
        assertThat(askedBy("reactive", 8)).hasSameSizeAs(asked).isNotEqualTo(asked);
    }

    /** Every call of a run, its warm-up included, sorted. */
    private List<String> askedBy(String mode, long seed) {
        Queue<String> asked = new ConcurrentLinkedQueue<>();
        upstream.behaveAs(request -> {
            asked.add(request.uri());
            String number = request.path().substring("/lab/upstream/".length());
            StubUpstream.json(request).end("{\"success\":true,\"message\":\"\",\"data\":\"%s\"}".formatted(number));
        });
        given().accept("application/json").get(SCENARIO + "&modes=" + mode + "&seed=" + seed).then().statusCode(200);
        return asked.stream().sorted().toList();
    }
}
