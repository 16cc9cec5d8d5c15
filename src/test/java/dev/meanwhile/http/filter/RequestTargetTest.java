package dev.meanwhile.http.filter;

import static io.restassured.RestAssured.given;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.is;

import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.Charset;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;

/** How path and query are read. */
@QuarkusTest
class RequestTargetTest {

    @TestHTTPResource
    URI address;

    @ParameterizedTest
    @ValueSource(strings = { "/;x", "/hello;", "/hello;a=b;c", "/greet/a;b", "/greet;x/Ada", "/api;v=1/7", "/api;v=1/seven",
            "/api/7;", "/fetch;x?url=nope", "/gather/;x", "/lab;x", "/lab;x/runs?users=1&calls=1&delay=0", "/lab;/upstream/7",
            "/meanwhile.css;x", "/;/meanwhile.css", "/q/openapi;x", "/q;x/swagger-ui/", "/nope;x" })
    void matrixParametersMatchNoRoute(String target) {
        send("GET", target).then().statusCode(404).contentType("application/json;charset=UTF-8")
                .header("Vary", "Accept").header("Cache-Control", "no-store").body("success", is(false))
                .body("message", equalTo("There is no resource at %s.".formatted(target.replaceAll("\\?.*", ""))));
        given().urlEncodingEnabled(false).accept("text/html").get(target).then().statusCode(404)
                .contentType("text/html;charset=UTF-8").header("Vary", endsWith("Accept, Accept-Language"));
    }

    @ParameterizedTest
    @CsvSource({ "/greet/a%3Bb, a;b", "/greet/a%3bb=c, a;b=c", "/greet/a%2Fb, a/b", "/greet/a%23b%3Fc, a#b?c",
            "/greet/a+b, a+b" })
    void encodedDelimitersAreData(String target, String name) {
        send("GET", target).then().statusCode(200).body(equalTo("Nice to meet you %s!".formatted(name)));
    }

    @ParameterizedTest
    @ValueSource(strings = { "/api/random?min=%s", "/lab/upstream/7?delay=%s", "/lab/runs?users=%s", "/lab/runs?modes=%s" })
    void semicolonInAQueryIsData(String target) {
        send("GET", target.formatted("6;max=6;users=1")).then().statusCode(400)
                .body("message", containsString("'6;max=6;users=1'"));
    }

    @Test
    void semicolonInAUrlToFetchIsData() {
        send("GET", "/fetch?url=http://h/p;x=1?q=1;r=2").then().statusCode(403)
                .body("message", containsString("'http://h/p;x=1?q=1;r=2'"));
        send("GET", "/fetch?a;url=http://h/p").then().statusCode(400).body("message", containsString("given 0 times"));
    }

    @ParameterizedTest
    @ValueSource(strings = { "a&", "&", "=&", "a;b&", "%61&" })
    void everyParameterIsRead(String other) throws IOException {
        for (int others : new int[] { 1_022, 1_023, 1_024, 1_025, 1_500 }) {
            assertThat(get("/api/random?" + other.repeat(others) + "min=6&max=5", ISO_8859_1)).startsWith("HTTP/1.1 400 ")
                    .contains("min is 6 and max is 5");
        }
    }

    @Test
    void everyUrlIsCounted() {
        send("GET", "/gather?" + "url=a&".repeat(1_300)).then().statusCode(400)
                .body("message", containsString("was given 1300 times"));
    }

    @ParameterizedTest
    @ValueSource(strings = { "/api/random?a;b=%zz", "/api/random?a;b=%", "/api/random?min=%4", "/greet/%zz" })
    void invalidEscapeIsRejected(String target) throws IOException {
        assertThat(get(target, ISO_8859_1)).startsWith("HTTP/1.1 400 ");
    }

    @ParameterizedTest
    @ValueSource(strings = { "/hello#", "/hello#x", "/api/random?min=6#&max=5", "/fetch?url=http://h/#x", "/meanwhile.css#x",
            "/greet/\u00e9", "/fetch?url=http://h/\u00e9", "/lab?users=\u00e9;x", "/\u00e9;x" })
    void fragmentAndRawUtf8AreRejectedInPathAndQuery(String target) throws IOException {
        for (Charset charset : List.of(UTF_8, ISO_8859_1)) {
            assertThat(get(target, charset)).startsWith("HTTP/1.1 400 ")
                    .contains("{\"success\":false,\"message\":\"Path and query "
                            + "must not contain '#' or characters other than ASCII. Percent-encode them.\",\"data\":{}}");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = { "/greet/\u4e2d\u6587", "/lab/runs?modes=\u00e0" })
    void rawUtf8OfAnyLetterIsRejected(String target) throws IOException {
        assertThat(get(target, UTF_8)).startsWith("HTTP/1.1 400 ");
    }

    @ParameterizedTest
    @ValueSource(strings = { "//meanwhile.css", "/%6deanwhile.css", "/%6Deanwhile.css", "/./meanwhile.css",
            "/x/../meanwhile.css", "///meanwhile.css", "/%2e/meanwhile.css" })
    void assetIsRevalidatedInAnySpelling(String target) throws IOException {
        assertThat(get(target, ISO_8859_1))
                .startsWith("HTTP/1.1 200 ").containsIgnoringCase("cache-control: no-cache\r\n")
                .doesNotContain("immutable");
    }

    private static Response send(String method, String target) {
        return given().urlEncodingEnabled(false).request(method, target);
    }

    private String get(String target, Charset charset) throws IOException {
        try (Socket socket = new Socket(address.getHost(), address.getPort())) {
            socket.getOutputStream().write(
                    "GET %s HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n".formatted(target).getBytes(charset));
            return new String(socket.getInputStream().readAllBytes(), UTF_8);
        }
    }
}
