package dev.meanwhile.http.filter;

import static io.restassured.RestAssured.given;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.blankOrNullString;
import static org.hamcrest.Matchers.equalTo;

import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;

@QuarkusTest
class MethodFilterTest {

    private static final List<String> OTHERS = List.of("POST", "PUT", "DELETE", "PATCH", "TRACE", "PROPFIND", "Z1",
            "ABCDEFGHIJKLMNOPQRST");
    private static final String ALLOW = "GET, HEAD, OPTIONS";

    @TestHTTPResource
    URI address;

    @TestHTTPResource(management = true)
    URI management;

    @ParameterizedTest
    @ValueSource(strings = { "/", "/hello", "/hello/", "/greet/Ada", "/api/7", "/api/random", "/fetch", "/gather", "/lab",
            "/lab/runs", "/lab/upstream/7", "/q/openapi", "/q/openapi?format=json", "/q/openapi.json", "/q/openapi.yaml",
            "/q/openapi.yml", "/q/swagger-ui", "/q/swagger-ui/", "/meanwhile.css", "/lab.js", "/favicon.svg" })
    void allowsOnlyReading(String target) {
        for (String method : OTHERS) {
            given().request(method, target).then().statusCode(405).header("Allow", ALLOW)
                    .body("message", equalTo("%s is not allowed. Allowed methods: %s.".formatted(method, ALLOW)));
        }
        given().options(target).then().statusCode(200).header("Allow", ALLOW).body(blankOrNullString());
    }

    @ParameterizedTest
    @ValueSource(strings = { "/nope", "/api", "/api/abc", "/api/7/8", "/lab/nope", "/greet/", "/nope.css", "/q/nope",
            "/q/openapi.nope", "/q/openapi.json/nope", "/webjars/nope.js" })
    void unknownPathIsNotFoundForAnyMethod(String path) {
        for (String method : List.of("GET", "HEAD", "OPTIONS", "POST", "DELETE", "Z1")) {
            given().redirects().follow(false).request(method, path).then().statusCode(404);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = { "/q/health", "/q/health/live", "/q/health/ready", "/q/health/started", "/q/metrics", "/q/info" })
    void managementPortAllowsOnlyReading(String path) {
        String url = management.resolve(path).toString();
        for (String method : OTHERS) {
            given().request(method, url).then().statusCode(405).header("Allow", ALLOW);
        }
        given().options(url).then().statusCode(200).header("Allow", ALLOW).body(blankOrNullString());
        given().get(url).then().statusCode(200);
        given().head(url).then().statusCode(200);
    }

    @ParameterizedTest
    @ValueSource(strings = { "/", "/hello", "/q/nope" })
    void unknownManagementPathIsNotFound(String path) {
        for (String method : List.of("GET", "OPTIONS", "POST")) {
            given().request(method, management.resolve(path).toString()).then().statusCode(404);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = { "//meanwhile.css", "/./q/openapi", "/x/../q/openapi", "/%71/openapi", "//hello//" })
    void allowsOnlyReadingInAnySpelling(String target) throws IOException {
        assertThat(raw("POST " + target)).startsWith("HTTP/1.1 405 ").containsIgnoringCase("\r\nAllow: " + ALLOW + "\r\n");
        assertThat(raw("get " + target)).startsWith("HTTP/1.1 405 ");
        assertThat(raw("OPTIONS " + target)).startsWith("HTTP/1.1 200 ");
    }

    @Test
    void optionsOfTheServerNamesTheMethods() throws IOException {
        assertThat(raw("OPTIONS *")).startsWith("HTTP/1.1 200 ").containsIgnoringCase("\r\nAllow: " + ALLOW + "\r\n")
                .contains("X-Request-Id: ").endsWith("\r\n\r\n");
        assertThat(raw("GET *")).startsWith("HTTP/1.1 404 ");
    }

    @ParameterizedTest
    @ValueSource(strings = { "localhost:80", "example.com:443", "/hello", "/nope", "*" })
    void connectIsNotAllowed(String target) throws IOException {
        assertThat(raw("CONNECT " + target)).startsWith("HTTP/1.1 405 ").containsIgnoringCase("\r\nAllow: " + ALLOW + "\r\n");
    }

    @ParameterizedTest
    @ValueSource(strings = { "/hello", "/nope", "*", "x:80", "/api;x/7" })
    void longMethodIsNotImplemented(String target) throws IOException {
        for (int length : new int[] { 21, 1_000, 16_000 }) {
            assertThat(raw("M".repeat(length) + " " + target)).startsWith("HTTP/1.1 501 ")
                    .contains("{\"success\":false,\"message\":\"The method must be at most 20 characters long.\",\"data\":{}}")
                    .doesNotContain("MMM");
        }
    }

    private String raw(String start) throws IOException {
        try (Socket socket = new Socket(address.getHost(), address.getPort())) {
            socket.getOutputStream()
                    .write((start + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n").getBytes(ISO_8859_1));
            return new String(socket.getInputStream().readAllBytes(), ISO_8859_1);
        }
    }
}
