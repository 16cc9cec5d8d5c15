package dev.meanwhile;

import static io.restassured.RestAssured.given;
import static io.restassured.RestAssured.when;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Compares responses with the golden files in {@code src/test/resources/wire}: event names, JSON property names and their
 * order, and the names and labels of meters. Measured values and sentences are replaced by {@code #} before the comparison.
 */
class WireFormatIT {

    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final Path GOLDEN_FILES = Path.of("src", "test", "resources", "wire");
    private static final String RUN = "/lab/runs?users=1&calls=1&delay=1ms&jitter=1ms&failures=0.25&threads=3&repeats=1"
            + "&modes=pool,reactive&seed=7";

    private static PackagedApp app;

    @BeforeAll
    static void start() {
        app = PackagedApp.start();
    }

    @AfterAll
    static void stop() {
        app.close();
    }

    @Test
    void streamsARunAsEvents() throws IOException {
        assertThat(normalized(given().accept("text/event-stream").get(app.url() + RUN).asString()))
                .isEqualTo(golden("run.sse"));
    }

    @Test
    void reportsARunAsOneDocument() throws IOException {
        assertThat(normalized(given().accept("application/json").get(app.url() + RUN).asString()))
                .isEqualTo(golden("run.json"));
    }

    @Test
    void gathersDocuments() throws IOException {
        String gathered = given().accept("application/json").queryParam("url", app.url() + "/api/7", "http://example.org/")
                .get(app.url() + "/gather").asString();

        assertThat(normalized(gathered)).isEqualTo(golden("gather.json"));
    }

    @Test
    void reportsAnError() throws IOException {
        assertThat(normalized(given().accept("application/json").get(app.url() + "/api/random?min=6&max=5").asString()))
                .isEqualTo(golden("error.json"));
    }

    @Test
    void namesMetersAndTheirLabels() {
        given().accept("application/json").get(app.url() + RUN).then().statusCode(200);
        given().queryParam("url", app.url() + "/api/7").get(app.url() + "/fetch").then().statusCode(200);
        when().get(app.url() + "/").then().statusCode(200);

        await().atMost(TIMEOUT).untilAsserted(() -> assertThat(meters()).isEqualTo(golden("meters.txt")));
    }

    // excludes the meters of the JVM and the process, which differ between JVMs
    private static String meters() {
        Pattern label = Pattern.compile("(\\w+)=\"(?:[^\"\\\\]|\\\\.)*\"");
        return app.metrics().lines()
                .filter(line -> line.matches("(http|ft|meanwhile)_.*"))
                .map(line -> line.replaceFirst(" [^ ]+$", ""))
                .map(line -> label.matcher(line).replaceAll("$1"))
                .collect(Collectors.toCollection(TreeSet::new)).stream().collect(Collectors.joining("\n", "", "\n"));
    }

    private static String normalized(String body) {
        return replace(body,
                "\"(java|quarkus|thread)\":\"[^\"]*\"", "\"$1\":\"#\"",
                "http://localhost:\\d+", "http://localhost:#",
                "\"(explanation|headline|kind)\":\"[^\"]*\"", "\"$1\":\"#\"",
                "\"(fastest|slower|overlapping|notes)\":\\[[^]]*]", "\"$1\":[\"#\"]",
                "\"(conclusive|busy)\":(true|false)", "\"$1\":\"#\"",
                "\"(ratio|callsPerThread|load|ownCpuShare|otherCpuShare)\":(null|-?\\d+(\\.\\d+)?|\\{[^{}]*})", "\"$1\":#",
                "\"failures\":(null|\\{[^{}]*\\{[^{}]*}[^{}]*})", "\"failures\":{\"#\":\"#\"}",
                "\"sentences\":\\{[^}]*}", "\"sentences\":{\"#\":\"#\"}",
                "\"(waiting|inFlight|held)\":\\[[\\d,]*]", "\"$1\":[#]",
                ",\"error\":\"requested\"", "",
                "\"message\":\"[^\"]+\"", "\"message\":\"#\"",
                "\"caveats\":\\[[^]]*]", "\"caveats\":[\"#\"]",
                "\"outcome\":\"(ok|failed|broken)\"", "\"outcome\":\"#\"",
                "\"(processors|maxHeap|eventLoops|warmUpCalls|queued|started|done|step|median|min|max|seconds|millis)\":-?\\d+(\\.\\d+)?(E\\d+)?",
                "\"$1\":#") + (body.endsWith("\n") ? "" : "\n");
    }

    private static String replace(String text, String... patternsAndReplacements) {
        String result = text;
        for (int i = 0; i < patternsAndReplacements.length; i += 2) {
            Matcher matcher = Pattern.compile(patternsAndReplacements[i]).matcher(result);
            result = matcher.replaceAll(patternsAndReplacements[i + 1]);
        }
        return result;
    }

    private static String golden(String name) throws IOException {
        return Files.readString(GOLDEN_FILES.resolve(name));
    }
}
