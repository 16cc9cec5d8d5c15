package dev.meanwhile.stress;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.URLEncoder;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

import org.instancio.Instancio;
import org.instancio.InstancioGenApi;
import org.instancio.junit.InstancioExtension;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import dev.meanwhile.PackagedApp;
import dev.meanwhile.stress.TestHttpClient.Response;
import io.vertx.core.http.HttpMethod;

/** Sends requests with random valid and invalid parameters to every route of the OpenAPI document. */
@ExtendWith(InstancioExtension.class)
class OpenApiStressIT {

    private static final int REQUESTS_PER_ROUTE = 150;
    private static final Set<HttpMethod> METHODS = Set.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.OPTIONS, HttpMethod.POST,
            HttpMethod.PUT, HttpMethod.PATCH, HttpMethod.DELETE);
    // documented once for all routes: a path parameter with a slash leads to another path, and only GET is allowed
    private static final Set<String> STATUSES_DOCUMENTED_ONCE = Set.of("404", "405");

    private final InstancioGenApi any = Instancio.gen();
    private final Set<String> undocumented = new TreeSet<>();
    private int requests;

    @Test
    void returnsOnlyDocumentedStatusesAndTypes() throws Exception {
        try (PackagedApp app = PackagedApp.start("meanwhile.lab.max-run-duration=1s");
                TestHttpClient client = new TestHttpClient()) {
            JsonNode document = new ObjectMapper()
                    .readTree(client.get(app.url().resolve("/q/openapi?format=json")).join().body());

            document.get("paths").properties()
                    .forEach(path -> sendRequests(client, app.url(), path.getKey(), path.getValue().get("get")));

            assertThat(undocumented).isEmpty();
            assertThat(app.log()).doesNotContain("\"level\":\"ERROR\"");
        }
        StressReport.record("Every route of the OpenAPI document, every method, valid and invalid parameters",
                "%,d requests", "no 500; no status and no media type of a 200 that the document does not have", requests);
    }

    private void sendRequests(TestHttpClient client, URI app, String path, JsonNode operation) {
        for (int i = 0; i < REQUESTS_PER_ROUTE; i++) {
            URI url = URI.create(app + requestTarget(path, operation.path("parameters"), app));
            HttpMethod method = i % 3 > 0 ? HttpMethod.GET : any.oneOf(METHODS).get();
            String accept = any.oneOf("*/*", "application/json", "text/html", "text/event-stream", "nonsense").get();
            Response response = client.send(method, url, accept).join();
            requests++;
            assertThat(response.status()).as("%s %s", method, url).isNotEqualTo(500);
            check(method, path, operation.get("responses"), response);
        }
    }

    private void check(HttpMethod method, String path, JsonNode responses, Response response) {
        String status = String.valueOf(response.status());
        boolean documented = responses.has(status);
        if (!documented && !STATUSES_DOCUMENTED_ONCE.contains(status) && method != HttpMethod.OPTIONS) {
            undocumented.add(path + " returned " + status);
        }
        if (documented && method == HttpMethod.GET && response.status() == 200
                && !documentsTypeOf(responses.get(status), response)) {
            undocumented.add(path + " returned " + response.type());
        }
    }

    private static boolean documentsTypeOf(JsonNode documentation, Response response) {
        return Stream.of(response.type().split(";")).limit(1).allMatch(documentation.path("content")::has);
    }

    private String requestTarget(String path, JsonNode parameters, URI app) {
        StringBuilder query = new StringBuilder("?");
        String target = path;
        for (JsonNode parameter : (Iterable<JsonNode>) StreamSupport.stream(parameters.spliterator(), false)::iterator) {
            String name = parameter.get("name").asText();
            String value = URLEncoder.encode(value(parameter, app), UTF_8).replace("+", "%20");
            if ("path".equals(parameter.get("in").asText())) {
                target = target.replaceFirst("\\{" + name + "[^}]*}", value);
            } else if (any.booleans().get()) {
                query.append(name).append('=').append(value).append('&');
            }
        }
        return target + query;
    }

    private String value(JsonNode parameter, URI app) {
        Stream<Supplier<String>> values = Stream.of(
                () -> any.ints().range(0, 20).get().toString(),
                () -> any.longs().range(Long.MIN_VALUE, Long.MAX_VALUE).get().toString(),
                () -> any.doubles().range(-1.0, 1.0).get().toString(),
                () -> any.oneOf("", "0", "200ms", "1s", "true", "reactive", "virtual,pool", "NaN", "-0", "1e400", "null").get(),
                () -> any.oneOf("/api/7", "/nope", "/fetch", "").map(route -> app + route),
                () -> any.oneOf("http://evil.example/", "file:///etc/passwd", "//", "http://[").get(),
                () -> any.string().unicode().length(1, 40).get(),
                () -> any.string().digits().length(1, 1_100).get(),
                () -> any.oneOf(example(parameter), parameter.path("schema").path("default").asText()).get());
        return any.oneOf(values.toList()).get().get();
    }

    private static String example(JsonNode parameter) {
        return parameter.has("example") ? parameter.get("example").asText()
                : parameter.path("schema").path("examples").path(0)
                        .asText();
    }
}
