package dev.meanwhile.http.error;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.emptyOrNullString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;

import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.specification.RequestSpecification;

@QuarkusTest
class ErrorResponsesTest {

    private static final String BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8";

    @ParameterizedTest
    @CsvSource(textBlock = """
            GET,    /api/abc,     404, There is no resource at /api/abc.
            GET,    /api,         404, There is no resource at /api.
            GET,    /api/7/8,     404, There is no resource at /api/7/8.
            GET,    /./api/abc,   404, There is no resource at /./api/abc.
            GET,    /%61pi/abc,   404, There is no resource at /%61pi/abc.
            GET,    /nope,        404, There is no resource at /nope.
            POST,   /api/7,       405, 'POST is not allowed. Allowed methods: GET, HEAD, OPTIONS.'
            DELETE, /api/random,  405, 'DELETE is not allowed. Allowed methods: GET, HEAD, OPTIONS.'
            POST,   /,            405, 'POST is not allowed. Allowed methods: GET, HEAD, OPTIONS.'
            """)
    void returnsTheEnvelopeToClientsWithoutAPreference(String method, String path, int status, String message) {
        expectEnvelope(given().urlEncodingEnabled(false), method, path, status, message);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            /api/7           | text/xml         | application/json
            /lab/upstream/7  | text/xml         | application/json
            /hello           | application/json | text/plain
            /                | application/json | text/html
            /                | text/xml         | text/html
            /greet/a         | text/xml         | text/plain
            /fetch           | text/xml         | application/json, text/html
            /gather/         | text/xml         | application/json, text/html
            /lab             | text/xml         | text/html
            /lab/runs        | text/xml         | application/json, text/event-stream, text/plain
            /q/openapi       | text/xml         | application/json, application/yaml
            """)
    void rejectsAnUnsupportedMediaType(String path, String accept, String supported) {
        expectEnvelope(given().accept(accept), "GET", path, 406,
                "Cannot produce " + accept + ". Supported media types: " + supported + ".");
    }

    @ParameterizedTest
    @ValueSource(strings = { "/fetch", "/gather" })
    void returnsTheEnvelopeForAnInvalidAcceptHeader(String path) {
        expectEnvelope(given().header("Accept", "nonsense"), "GET", path, 400, "The request is malformed.");
    }

    @Test
    void rejectsALongTarget() {
        expectEnvelope(given(), "GET", "/api/" + "7".repeat(9_000), 414,
                "Path and query must be at most 8192 characters long.");
    }

    @Test
    void rejectsLargeHeaders() {
        expectEnvelope(given().header("X-Large", "x".repeat(17_000)), "GET", "/api/7", 431,
                "The request headers must be at most 16384 bytes in total.");
    }

    private static void expectEnvelope(RequestSpecification request, String method, String path, int status, String message) {
        request.request(method, path).then()
                .statusCode(status)
                .contentType("application/json;charset=UTF-8").header("Vary", "Accept")
                .body("success", is(false)).body("message", equalTo(message)).body("data", is(Map.of()));
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            GET,  /nope,         404, Not found, There is no resource at /nope.
            GET,  /api/abc,      404, Not found, There is no resource at /api/abc.
            GET,  /%3Cscript%3E, 404, Not found, There is no resource at /<script>.
            POST, /,             405, Method not allowed, 'POST is not allowed. Allowed methods: GET, HEAD, OPTIONS.'
            PUT,  /hello,        405, Method not allowed, 'PUT is not allowed. Allowed methods: GET, HEAD, OPTIONS.'
            GET,  /api/random?min=6&max=5, 400, Bad request, 'min must not be greater than max, but min is 6 and max is 5.'
            """)
    void returnsAPageToBrowsers(String method, String path, int status, String heading, String message) {
        given().accept(BROWSER).urlEncodingEnabled(false).request(method, path).then()
                .statusCode(status)
                .contentType("text/html;charset=UTF-8").header("Vary", "Accept, Accept-Language")
                .body("html.body.main.article.div.hgroup.h1", equalTo(heading))
                .body("html.head.title", equalTo(heading + " · Meanwhile"))
                .body("html.body.main.article.div.hgroup.p", equalTo(message));
    }

    @ParameterizedTest
    @ValueSource(strings = { "/", "/hello", "/api/7" })
    void namesTheAllowedMethods(String path) {
        given().post(path).then().statusCode(405).header("Allow", "GET, HEAD, OPTIONS");
        given().options(path).then().statusCode(200).header("Allow", containsString("GET"));
        given().head(path).then().statusCode(200).header("Content-Type", not(emptyOrNullString()));
    }
}
