package dev.meanwhile;

import static java.util.stream.Collectors.toCollection;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Method;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;

/** Compares the OpenAPI document with the resources, and with the responses of the packaged application. */
class OpenApiIT {

    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final ObjectMapper JSON = new ObjectMapper();
    // The server closes HTTP/2 connections as soon as it shuts down.
    private static final HttpClient HTTP = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private static final String ANYTHING = "*/*";
    private static final String PAGE = "text/html";
    // Both accept every resource, and each prefers one format of errors.
    private static final List<String> CLIENTS = List.of("application/json,*/*;q=0.8", "text/html,*/*;q=0.8");

    private record Observed(String route, int status, String type, String body) {

        String kind() {
            return route + " " + status + " " + type;
        }
    }

    // Name of each event, and name of the schema of its data.
    private static final Map<String, String> EVENT_SCHEMAS = new TreeMap<>(Map.of("plan", "RunPlan", "call", "CallRecord",
            "timeline", "Timeline", "mode", "ModeResult", "done", "RunCompleted"));

    private static final Queue<Observed> RESPONSES = new ConcurrentLinkedQueue<>();
    private static JsonNode document;
    private static PackagedApp app;
    private static String upstreamOrigin;

    @BeforeAll
    static void provokeEveryResponse() throws Exception {
        StubUpstream upstream = new StubUpstream();
        upstream.start();
        upstreamOrigin = upstream.origin();
        String[] properties = { "quarkus.rest-client.number-api.url=" + upstreamOrigin,
                "quarkus.rest-client.number-api.read-timeout=600",
                "meanwhile.number.circuit-breaker.request-volume-threshold=4",
                "meanwhile.number.circuit-breaker.delay=1s", "meanwhile.fetch.allowed-origins=" + upstreamOrigin,
                "meanwhile.fetch.read-timeout=600ms", "meanwhile.fetch.max-concurrent-requests=1",
                "quarkus.shutdown.delay=1s" };
        try (PackagedApp first = PackagedApp.start(properties)) {
            app = first;
            document = JSON.readTree(send(HttpRequest.newBuilder(first.url().resolve("/q/openapi?format=json"))).body());
            for (String route : routes()) {
                succeed(route);
                exceedLimits(route);
            }
            makeMistakes();
            failWith(upstream);
            stop();
        } finally {
            upstream.stop();
        }
        try (PackagedApp withoutLab = PackagedApp.start("meanwhile.lab.enabled=false")) {
            app = withoutLab;
            for (String route : List.of("/lab", "/lab/runs", "/lab/upstream/{number}")) {
                getAsEachClient(route);
            }
        }
    }

    private static void succeed(String route) {
        operation(route).at("/responses/200/content").fieldNames().forEachRemaining(type -> get(route, "", type));
        if ("/api/random".equals(route)) {
            // The response must be that of the example once: with 10 numbers, 200 requests miss it with probability 7e-10.
            for (int i = 0; i < 200; i++) {
                get(route, "", ANYTHING);
            }
        }
    }

    private static void exceedLimits(String route) throws IOException {
        for (String accept : CLIENTS) {
            get(route, "&padding=" + "x".repeat(9_000), accept);
            send(route, request(route, "", accept).header("X-Large", "x".repeat(17_000)));
            send(route, request(route, "", accept).method("GET", BodyPublishers.ofString("x".repeat(17_000))));
        }
        for (String accept : List.of("text/xml", "application/json", PAGE)) {
            get(route, "", accept);
        }
        for (String accept : CLIENTS) {
            sendMalformed(route, accept);
        }
    }

    // No HTTP client sends an invalid URI.
    private static void sendMalformed(String route, String accept) throws IOException {
        URI address = app.url();
        try (Socket socket = new Socket(address.getHost(), address.getPort())) {
            socket.getOutputStream().write(("GET " + target(route) + "&malformed=%zz HTTP/1.1\r\nHost: localhost\r\nAccept: "
                    + accept + "\r\nConnection: close\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
            String response = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            String type = response.replaceFirst("(?is).*\r\ncontent-type: ([\\w/]+);.*", "$1");
            RESPONSES.add(new Observed(route, Integer.parseInt(response.split(" ")[1]), type,
                    response.substring(response.indexOf("\r\n\r\n") + 4)));
        }
    }

    private static void makeMistakes() throws Exception {
        getTarget("/api/{number}", "/api/" + "7".repeat(1_001));
        getTarget("/api/{number}", "/api/unknown");
        getTarget("/api/random", "/api/random?min=6&max=5");
        getTarget("/fetch", "/fetch");
        get("/fetch", "&url=http://localhost/", ANYTHING);
        getTarget("/fetch", "/fetch?url=https://example.org/");
        getTarget("/gather", "/gather");
        for (String route : List.of("/fetch", "/gather")) {
            getTarget(route, route + "?" + "url=x&".repeat(17));
            for (String accept : CLIENTS) {
                send(route, request(route, "", accept).header("CDN-Loop", "meanwhile"));
            }
        }
        getTarget("/lab/runs", "/lab/runs?users=0");
        send("/lab/runs", request("/lab/runs", "", "text/event-stream").header("Last-Event-ID", "1"));
        getTarget("/lab/upstream/{number}", "/lab/upstream/7?delay=200");
        getTarget("/lab/upstream/{number}", "/lab/upstream/unknown");
        getTarget("/lab/upstream/{number}", "/lab/upstream/7?delay=0&fail=true");
        URI run = app.url().resolve("/lab/runs?users=1&calls=1&delay=2s&modes=reactive");
        try (Stream<String> other = HTTP.send(HttpRequest.newBuilder(run).build(), BodyHandlers.ofLines()).body()) {
            assertThat(other.iterator().next()).isEqualTo("id:1");
            getAsEachClient("/lab/runs");
        }
    }

    private static void failWith(StubUpstream upstream) {
        upstream.behaveAs(request -> request.response().setStatusCode(404).end());
        get("/fetch", "", ANYTHING);
        upstream.behaveAs(StubUpstream::neverRespond);
        CompletableFuture<?> slow = CompletableFuture.runAsync(() -> get("/fetch", "", ANYTHING));
        await().atMost(TIMEOUT).until(() -> upstream.openCalls() == 1);
        get("/fetch", "", ANYTHING);
        slow.join();
        for (int i = 0; i <= 4; i++) {
            getAsEachClient("/");
        }
        upstream.behaveAs(request -> request.response().setStatusCode(500).end());
        for (String accept : CLIENTS) {
            await().atMost(TIMEOUT).until(() -> get("/", "", accept).status() == 502);
        }
    }

    private static void stop() {
        CompletableFuture<?> inFlight = CompletableFuture.runAsync(
                () -> send(HttpRequest.newBuilder(app.url().resolve("/lab/upstream/7?delay=4s"))));
        app.terminate();
        await().atMost(TIMEOUT).until(() -> get("/hello", "", ANYTHING).status() == 503);
        for (String route : routes()) {
            getAsEachClient(route);
        }
        assertThat(inFlight).as("request that keeps the application from stopping").isNotDone();
    }

    @Test
    void describesExactlyTheRoutesOfTheResources() {
        Set<String> described = sorted(routes().stream().flatMap(route -> properties(document.at("/paths").get(route))
                .flatMap(method -> properties(method.getValue().at("/responses/200/content"))
                        .map(type -> method.getKey() + " " + route + " " + type.getKey()))));

        assertThat(described).isEqualTo(sorted(new ClassFileImporter().withImportOption(new DoNotIncludeTests())
                .importPackages("dev.meanwhile").stream()
                .filter(resource -> resource.isAnnotatedWith(Path.class))
                .flatMap(resource -> Stream.of(resource.reflect().getDeclaredMethods()))
                .flatMap(OpenApiIT::routesOf)));
    }

    private static Stream<String> routesOf(Method method) {
        return Stream.of(method.getAnnotations()).map(annotation -> annotation.annotationType().getAnnotation(HttpMethod.class))
                .filter(http -> http != null)
                .map(http -> "%s %s %s".formatted(http.value().toLowerCase(), path(method), type(method)));
    }

    private static String path(Method method) {
        String path = Stream.of(method.getDeclaringClass(), method).filter(part -> part.isAnnotationPresent(Path.class))
                .map(part -> part.getAnnotation(Path.class).value()).reduce("", (left, right) -> left + "/" + right);
        return path.replaceAll("/+", "/").replaceAll("(.)/$", "$1").replaceAll("\\{(\\w+):[^}]*}", "{$1}");
    }

    private static String type(Method method) {
        return Stream.<AnnotatedElement> of(method, method.getDeclaringClass())
                .filter(part -> part.isAnnotationPresent(Produces.class))
                .map(part -> part.getAnnotation(Produces.class).value()[0].replaceFirst(";.*", ""))
                .findFirst().orElse(MediaType.APPLICATION_JSON);
    }

    @Test
    void describesExactlyTheResponses() {
        Set<String> described = sorted(routes().stream().flatMap(route -> properties(operation(route).get("responses"))
                // A defect cannot be provoked.
                .filter(response -> !"500".equals(response.getKey()))
                .flatMap(response -> types(response).map(type -> route + " " + response.getKey() + " " + type))));

        assertThat(sorted(RESPONSES.stream().map(Observed::kind))).isEqualTo(described);
    }

    // A 204 has no body.
    private static Stream<String> types(Map.Entry<String, JsonNode> response) {
        Stream<String> types = properties(resolve(response.getValue()).at("/content")).map(Map.Entry::getKey);
        return "204".equals(response.getKey()) ? Stream.concat(Stream.of(""), types) : types;
    }

    @Test
    void examplesAreRealResponses() {
        for (String route : routes()) {
            properties(operation(route).get("responses")).filter(response -> !"500".equals(response.getKey()))
                    .forEach(response -> {
                        properties(resolve(response.getValue()).at("/content"))
                                .forEach(type -> examples(type.getValue()).forEach(
                                        example -> assertThat(bodies(route + " " + response.getKey() + " " + type.getKey()))
                                                .anyMatch(body -> hasExample(body, type.getKey(), example))));
                    });
        }
    }

    private static boolean hasExample(String body, String type, String example) {
        if (MediaType.SERVER_SENT_EVENTS.equals(type)) {
            ServerSentEvent event = ServerSentEvent.parse(example).get(0);
            return ServerSentEvent.parse(body).stream().anyMatch(event::hasFormOf);
        }
        return comparable(body).contains(comparable(example));
    }

    @Test
    void hasAnExampleOfEachEvent() {
        Set<String> names = sorted(bodies("/lab/runs 200 " + MediaType.SERVER_SENT_EVENTS).stream()
                .flatMap(body -> ServerSentEvent.parse(body).stream()).map(ServerSentEvent::name));
        JsonNode content = operation("/lab/runs").at("/responses/200/content").get(MediaType.SERVER_SENT_EVENTS);

        assertThat(names).isEqualTo(sorted(properties(content.get("examples")).map(Map.Entry::getKey)))
                .isEqualTo(EVENT_SCHEMAS.keySet());
        assertThat(properties(content.get("examples"))).allSatisfy(example -> assertThat(
                ServerSentEvent.parse(example.getValue().get("value").asText())).singleElement()
                .matches(event -> event.name().equals(example.getKey())));
        assertThat(content.at("/schema/description").asText()).contains(EVENT_SCHEMAS.values());
    }

    @Test
    void jsonOfResponsesMatchesTheSchemas() {
        OpenApiSchemas schemas = new OpenApiSchemas(document);
        for (Observed response : RESPONSES) {
            JsonNode content = resolve(operation(response.route()).get("responses").get(String.valueOf(response.status())))
                    .at("/content").get(response.type());
            if (MediaType.APPLICATION_JSON.equals(response.type()) && !response.body().isEmpty()) {
                assertThat(schemas.errors(content.get("schema"), parse(response.body()))).as("%s", response).isEmpty();
            } else if (MediaType.SERVER_SENT_EVENTS.equals(response.type())) {
                ServerSentEvent.parse(response.body()).forEach(event -> assertThat(
                        schemas.errors(OpenApiSchemas.reference(EVENT_SCHEMAS.get(event.name())), event.data()))
                        .as("%s", event).isEmpty());
            }
        }
    }

    @Test
    void everyParameterAndEveryBodyExceptARunReportHasAnExample() {
        List<JsonNode> parameters = document.findValues("parameters").stream().flatMap(OpenApiIT::elements).toList();
        assertThat(parameters).hasSizeGreaterThan(20).allSatisfy(parameter -> {
            assertThat(parameter.has("description")).as("description of %s", parameter).isTrue();
            assertThat(parameter.has("example")).as("example of %s", parameter).isTrue();
        });
        assertThat(document.findValues("content").stream().flatMap(OpenApiIT::properties)
                .filter(type -> !PAGE.equals(type.getKey()) && examples(type.getValue()).findAny().isEmpty())
                .map(type -> type.getValue().at("/schema/$ref").asText()))
                .containsExactly("#/components/schemas/RunReport");
    }

    private static List<String> bodies(String kind) {
        return RESPONSES.stream().filter(response -> response.kind().equals(kind)).map(Observed::body).toList();
    }

    static JsonNode parse(String json) {
        try {
            return JSON.readTree(json);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Stream<String> examples(JsonNode content) {
        Stream<JsonNode> all = Stream.concat(Stream.of(content.path("example")).filter(example -> !example.isMissingNode()),
                elements(content.path("examples")).map(named -> named.get("value")));
        return all.map(example -> example.isTextual() ? example.asText() : example.toString());
    }

    /** Replaces what differs from response to response: error IDs, times, and URLs of this test. */
    private static String comparable(String body) {
        return body.replace(upstreamOrigin, "http://localhost:8080")
                .replaceAll("Error id: [0-9a-f]{16}", "Error id")
                .replaceAll("\"millis\":\\d+", "\"millis\"");
    }

    private static Set<String> routes() {
        return properties(document.get("paths")).map(Map.Entry::getKey).collect(toCollection(TreeSet::new));
    }

    private static JsonNode operation(String route) {
        return document.get("paths").get(route).get("get");
    }

    private static JsonNode resolve(JsonNode response) {
        return response.has("$ref") ? document.at(response.get("$ref").asText().substring(1)) : response;
    }

    private static Stream<Map.Entry<String, JsonNode>> properties(JsonNode object) {
        return object.properties().stream();
    }

    private static Stream<JsonNode> elements(JsonNode parent) {
        return parent.valueStream();
    }

    private static Set<String> sorted(Stream<String> all) {
        return all.collect(toCollection(TreeSet::new));
    }

    /** Returns a request target for {@code route} from the examples of its parameters. */
    private static String target(String route) {
        String target = route + "?";
        for (JsonNode parameter : operation(route).path("parameters")) {
            String name = parameter.get("name").asText();
            JsonNode example = parameter.get("example");
            for (JsonNode single : example.isArray() ? example : List.of(example)) {
                String value = single.asText().replace("http://localhost:8080", upstreamOrigin);
                target = "path".equals(parameter.get("in").asText()) ? target.replace("{" + name + "}", value)
                        : target + name + "=" + value + "&";
            }
        }
        return target.replaceFirst("[?&]$", "");
    }

    private static HttpRequest.Builder request(String route, String more, String accept) {
        String target = target(route) + more;
        return HttpRequest.newBuilder(app.url().resolve(target.contains("?") ? target : target.replaceFirst("&", "?")))
                .header("Accept", accept);
    }

    private static Observed get(String route, String more, String accept) {
        return send(route, request(route, more, accept));
    }

    private static void getAsEachClient(String route) {
        CLIENTS.forEach(accept -> get(route, "", accept));
    }

    private static void getTarget(String route, String target) {
        CLIENTS.forEach(accept -> send(route, HttpRequest.newBuilder(app.url().resolve(target)).header("Accept", accept)));
    }

    private static Observed send(String route, HttpRequest.Builder request) {
        HttpResponse<String> response = send(request);
        String type = response.headers().firstValue("Content-Type").orElse("").replaceFirst(";.*", "");
        Observed observed = new Observed(route, response.statusCode(), type, response.body());
        RESPONSES.add(observed);
        return observed;
    }

    private static HttpResponse<String> send(HttpRequest.Builder request) {
        return HTTP.sendAsync(request.build(), BodyHandlers.ofString()).orTimeout(30, TimeUnit.SECONDS)
                .join();
    }
}
