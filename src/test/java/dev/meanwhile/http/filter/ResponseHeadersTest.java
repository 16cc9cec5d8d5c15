package dev.meanwhile.http.filter;

import static io.restassured.RestAssured.config;
import static io.restassured.RestAssured.given;
import static io.restassured.RestAssured.when;
import static io.restassured.config.DecoderConfig.decoderConfig;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;

import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.Headers;

@QuarkusTest
class ResponseHeadersTest {

    @TestHTTPResource
    URI address;

    @ParameterizedTest
    @ValueSource(strings = { "/", "/hello", "/greet/Ada", "/api/7", "/api/random", "/fetch", "/lab", "/lab/upstream/1?delay=0s",
            "/meanwhile.css", "/q/openapi", "/q/swagger-ui/", "/nope", "/api/nope", "/throwing" })
    void everyResponseHasSecurityHeaders(String path) {
        Headers headers = when().get(path).headers();

        assertThat(headers.getValues("Content-Security-Policy")).singleElement().asString().startsWith("default-src 'none'; ")
                .contains("frame-ancestors 'none'").doesNotContain("unsafe");
        assertThat(headers.getValues("X-Content-Type-Options")).isEqualTo(List.of("nosniff"));
        assertThat(headers.getValues("X-Frame-Options")).isEqualTo(List.of("DENY"));
        assertThat(headers.getValues("Referrer-Policy")).isEqualTo(List.of("no-referrer"));
        assertThat(headers.getValue("Permissions-Policy")).contains("camera=()");
        assertThat(headers.getValues("X-Request-Id")).singleElement().asString().matches("[0-9a-f]{16}");
        assertThat(headers.hasHeaderWithName("Strict-Transport-Security")).isFalse();
        assertThat(headers.hasHeaderWithName("Access-Control-Allow-Origin")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(ints = { 405, 413, 414 })
    void rejectedRequestHasSecurityHeaders(int status) {
        Headers headers = switch (status) {
            case 405 -> given().delete("/hello").then().statusCode(status).extract().headers();
            case 413 -> given().body("x".repeat(17_000)).get("/hello").then().statusCode(status).extract().headers();
            default -> when().get("/hello?" + "x".repeat(9_000)).then().statusCode(status).extract().headers();
        };

        assertThat(headers.getValues("Content-Security-Policy")).hasSize(1);
        assertThat(headers.getValues("X-Content-Type-Options")).isEqualTo(List.of("nosniff"));
        assertThat(headers.getValues("Cache-Control")).isEqualTo(List.of("no-store"));
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            /,                no-store
            /hello,           max-age=3600
            /greet/Ada,       max-age=3600
            /api/7,           max-age=3600
            /api/random,      no-store
            /fetch,           no-store
            /lab,             no-store
            /nope,            no-store
            /api/nope,        no-store
            /webjars/nope,    no-store
            /nope.js,         no-store
            /nope.css?x,      no-store
            /greet/,          no-store
            /meanwhile.css,   no-cache
            /lab.js,          no-cache
            /favicon.svg,     no-cache
            """)
    void everyResponseHasOneCacheControl(String path, String cacheControl) {
        assertThat(when().get(path).headers().getValues("Cache-Control")).isEqualTo(List.of(cacheControl));
    }

    @Test
    void versionedAssetIsImmutable() {
        String page = when().get("/").asString();
        String styles = page.replaceAll("(?s).*href=\"(/webjars/[^\"]+)\".*", "$1");

        when().get(styles).then().statusCode(200).header("Cache-Control", "public, immutable, max-age=31536000");
    }

    @Test
    void validRequestIdIsKept() {
        given().header("X-Request-Id", "a-1.b_2").get("/hello").then().header("X-Request-Id", "a-1.b_2");
        given().header("X-Request-Id", "<script>").get("/hello").then()
                .header("X-Request-Id", matchesPattern("[0-9a-f]{16}"));
    }

    @Test
    void responseIsCompressedOnRequest() {
        given().config(config().decoderConfig(decoderConfig().noContentDecoders()))
                .header("Accept-Encoding", "gzip").get("/").then().header("Content-Encoding", "gzip");
        given().config(config().decoderConfig(decoderConfig().noContentDecoders())).get("/").then()
                .header("Content-Encoding", nullValue()).body(containsString("Success!"));
    }

    @Test
    void untrustedForwardedHeadersAreIgnored() {
        given().header("X-Forwarded-Proto", "https").header("X-Forwarded-Host", "evil.example").get("/").then()
                .header("Strict-Transport-Security", nullValue()).body(not(containsString("evil.example")));
    }

    @Test
    void otherOriginsGetNoCorsHeaders() {
        given().header("Origin", "https://evil.example").header("Access-Control-Request-Method", "GET").options("/api/7")
                .then().header("Access-Control-Allow-Origin", nullValue());
    }

    @Test
    void responseToARequestWithoutHostHasAllHeaders() throws IOException {
        try (Socket socket = new Socket(address.getHost(), address.getPort())) {
            socket.getOutputStream().write("GET /hello HTTP/1.1\r\nConnection: close\r\n\r\n".getBytes(ISO_8859_1));

            assertThat(new String(socket.getInputStream().readAllBytes(), ISO_8859_1)).startsWith("HTTP/1.1 400 ")
                    .contains("X-Content-Type-Options: nosniff\r\n", "X-Frame-Options: DENY\r\n",
                            "Referrer-Policy: no-referrer\r\n", "Permissions-Policy: camera=()",
                            "Cross-Origin-Opener-Policy: same-origin\r\n", "Cross-Origin-Resource-Policy: same-origin\r\n")
                    .containsOnlyOnce("X-Request-Id: ").containsOnlyOnce("Content-Security-Policy: default-src 'none'; ")
                    .containsOnlyOnce("Cache-Control: no-store\r\n");
        }
    }

    @Test
    void http2ResponseHasSecurityHeaders() throws Exception {
        try {
            HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_2).build();
            var response = client.send(HttpRequest.newBuilder(address.resolve("/api/7")).build(), BodyHandlers.ofString());

            assertThat(response.version()).isEqualTo(HttpClient.Version.HTTP_2);
            assertThat(response.headers().firstValue("x-content-type-options")).hasValue("nosniff");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw e;
        }
    }

    @Test
    void largeBodyIsRejected() {
        given().body("x".repeat(20_000)).get("/api/7").then().statusCode(413)
                .body("message", equalTo("The request body must be at most 16384 bytes long."));
    }
}
