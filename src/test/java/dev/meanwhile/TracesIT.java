package dev.meanwhile;

import static io.restassured.RestAssured.given;
import static io.restassured.RestAssured.when;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import com.google.protobuf.ByteString;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.Span.SpanKind;
import io.opentelemetry.proto.trace.v1.Status;

/** Traces of the packaged app: exported if an OTLP endpoint is configured, and flushed at shutdown. */
class TracesIT {

    private final List<Span> spans = new CopyOnWriteArrayList<>();
    private HttpServer collector;

    @BeforeEach
    void startCollector() throws IOException {
        collector = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        collector.createContext("/v1/traces", this::collect);
        collector.start();
    }

    private void collect(HttpExchange exchange) throws IOException {
        ExportTraceServiceRequest.parseFrom(exchange.getRequestBody()).getResourceSpansList()
                .forEach(resource -> resource.getScopeSpansList().forEach(scope -> spans.addAll(scope.getSpansList())));
        exchange.getResponseHeaders().add("Content-Type", "application/x-protobuf");
        exchange.sendResponseHeaders(200, -1);
        exchange.close();
    }

    @AfterEach
    void stopCollector() {
        collector.stop(0);
    }

    // the batch processor exports once an hour, so all received spans were flushed at shutdown
    private PackagedApp startWithTracing(String... properties) {
        return PackagedApp.start(Stream.concat(Stream.of(properties), Stream.of(
                "quarkus.otel.exporter.otlp.endpoint=http://localhost:" + collector.getAddress().getPort(),
                "quarkus.otel.exporter.otlp.protocol=http/protobuf", "quarkus.otel.bsp.schedule.delay=1h"))
                .toArray(String[]::new));
    }

    @Test
    void pageRequestContinuesTheTraceOfItsCallerUpToTheApi() {
        try (PackagedApp app = startWithTracing()) {
            given().header("traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01").get(app.url())
                    .then().statusCode(200);
            assertThat(app.log()).contains("\"traceId\":\"0af7651916cd43dd8448eb211c80319c\"");
        }

        assertThat(spans).allMatch(span -> hex(span.getTraceId()).equals("0af7651916cd43dd8448eb211c80319c"));
        Span page = onlySpan("GET /", SpanKind.SPAN_KIND_SERVER);
        assertThat(hex(page.getParentSpanId())).isEqualTo("b7ad6b7169203331");
        Span call = spans.stream().filter(span -> span.getKind() == SpanKind.SPAN_KIND_CLIENT).findFirst().orElseThrow();
        assertThat(call.getParentSpanId()).isEqualTo(page.getSpanId());
        Span api = spans.stream().filter(span -> span.getName().startsWith("GET /api/")
                && span.getKind() == SpanKind.SPAN_KIND_SERVER).findFirst().orElseThrow();
        assertThat(api.getParentSpanId()).isEqualTo(call.getSpanId());
        assertThat(spans).hasSize(3);
    }

    @Test
    void metricsHaveTheTraceIdAsExemplar() {
        try (PackagedApp app = startWithTracing()) {
            given().header("traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01").get(app.url() + "/hello")
                    .then().statusCode(200);

            await().untilAsserted(() -> assertThat(app.metrics()).containsPattern(
                    "http_server_requests_seconds_bucket\\{.* # \\{.*trace_id=\"0af7651916cd43dd8448eb211c80319c\""));
        }
    }

    @Test
    void retriedCallsAreChildrenOfThePageSpan() {
        AtomicInteger calls = new AtomicInteger();
        collector.createContext("/api/", exchange -> {
            if (calls.getAndIncrement() > 0) {
                String number = exchange.getRequestURI().getPath().substring("/api/".length());
                byte[] body = "{\"success\":true,\"message\":\"\",\"data\":\"%s\"}".formatted(number).getBytes(US_ASCII);
                exchange.getResponseHeaders().add("Content-Type", "application/json");
                exchange.sendResponseHeaders(200, body.length);
                exchange.getResponseBody().write(body);
            }
            // closes the connection of the first call without a response
            exchange.close();
        });
        try (PackagedApp app = startWithTracing(
                "quarkus.rest-client.number-api.url=http://localhost:" + collector.getAddress().getPort())) {
            when().get(app.url()).then().statusCode(200);
        }

        Span page = onlySpan("GET /", SpanKind.SPAN_KIND_SERVER);
        assertThat(calls).hasValue(2);
        assertThat(spans).filteredOn(span -> span.getKind() == SpanKind.SPAN_KIND_CLIENT).hasSize(2)
                .allMatch(span -> span.getParentSpanId().equals(page.getSpanId()));
    }

    @Test
    void fetchesAreChildrenOfTheGatherSpan() {
        try (PackagedApp app = startWithTracing()) {
            String url = app.url() + "/api/";
            given().queryParam("url", url + 1, url + 2, url + 3).get(app.url() + "/gather").then().statusCode(200);
        }

        Span gather = onlySpan("GET /gather", SpanKind.SPAN_KIND_SERVER);
        assertThat(spans).filteredOn(span -> span.getKind() == SpanKind.SPAN_KIND_CLIENT).hasSize(3)
                .allMatch(span -> span.getParentSpanId().equals(gather.getSpanId()));
    }

    @Test
    void clientSpanOfAClientErrorHasAnErrorStatus() {
        try (PackagedApp app = startWithTracing()) {
            given().queryParam("url", app.url() + "/api/unknown").get(app.url() + "/fetch").then().statusCode(502);
        }

        assertThat(spans).filteredOn(span -> span.getKind() == SpanKind.SPAN_KIND_CLIENT).singleElement().satisfies(span -> {
            assertThat(span.getStatus().getCode()).isEqualTo(Status.StatusCode.STATUS_CODE_ERROR);
            assertThat(attribute(span, "error.type")).isEqualTo("404");
        });
        // A 4xx is not an error of the server.
        assertThat(spans).filteredOn(span -> span.getKind() == SpanKind.SPAN_KIND_SERVER && attribute(span, "url.path")
                .equals("/api/unknown")).singleElement()
                .satisfies(span -> assertThat(span.getStatus().getCode()).isEqualTo(Status.StatusCode.STATUS_CODE_UNSET));
    }

    @Test
    void serverSpansHaveTheNameOfTheirRouteOnly() {
        Map<String, String> names = new TreeMap<>(Map.of("/", "GET /", "/hello", "GET /hello", "/api/7",
                "GET /api/{number: [0-9]+}",
                "/api/random?min=x", "GET /api/random", "/greet/Ada", "GET /greet/{name}", "/lab/runs?users=0", "GET /lab/runs",
                "/nope", "GET", "/api/nope", "GET", "/hello/nope", "GET", "/q/nope", "GET"));
        try (PackagedApp app = startWithTracing()) {
            names.keySet().forEach(target -> given().get(app.url().resolve(target)));
        }

        Map<String, String> observed = new TreeMap<>();
        spans.stream().filter(span -> span.getKind() == SpanKind.SPAN_KIND_SERVER)
                .forEach(span -> observed.put(target(span), span.getName()));
        assertThat(observed).containsAllEntriesOf(names);
        assertThat(spans).filteredOn(span -> span.getName().equals("GET"))
                .allSatisfy(span -> assertThat(attribute(span, "http.route")).isEqualTo("/*"));
    }

    private static String target(Span span) {
        String query = attribute(span, "url.query");
        return attribute(span, "url.path") + (query.isEmpty() ? "" : "?" + query);
    }

    @Test
    void runOfTheLabIsOneSpan() {
        try (PackagedApp app = startWithTracing()) {
            given().accept("application/json").get(app.url() + "/lab/runs?users=10&calls=2&delay=1ms").then().statusCode(200);
        }

        assertThat(spans).extracting(Span::getName).containsExactly("GET /lab/runs");
    }

    @Test
    void createsNoTraceWithoutAnEndpoint() {
        try (PackagedApp app = PackagedApp.start()) {
            when().get(app.url()).then().statusCode(200);
            assertThat(app.log()).doesNotContain("traceId", "4317", "Failed to export");
        }
    }

    private Span onlySpan(String name, SpanKind kind) {
        List<Span> found = spans.stream().filter(span -> span.getName().equals(name) && span.getKind() == kind).toList();
        assertThat(found).hasSize(1);
        return found.get(0);
    }

    private static String attribute(Span span, String name) {
        return span.getAttributesList().stream().filter(attribute -> attribute.getKey().equals(name))
                .map(attribute -> attribute.getValue().getStringValue()).findFirst().orElse("");
    }

    private static String hex(ByteString id) {
        return HexFormat.of().formatHex(id.toByteArray());
    }
}
