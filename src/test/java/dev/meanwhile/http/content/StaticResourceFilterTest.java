package dev.meanwhile.http.content;

import static io.restassured.RestAssured.given;
import static io.restassured.RestAssured.when;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.Headers;

@QuarkusTest
class StaticResourceFilterTest {

    private static final String STYLES = "/meanwhile.css";

    @TestHTTPResource
    URI url;

    @ParameterizedTest
    @EnumSource(value = HttpClient.Version.class, names = { "HTTP_1_1", "HTTP_2" })
    void partialResponseIsNotCompressed(HttpClient.Version version) throws Exception {
        HttpResponse<byte[]> response = get(version, "Range", "bytes=0-99", "Accept-Encoding", "gzip");

        assertThat(response.statusCode()).isEqualTo(206);
        assertThat(response.headers().firstValue("Content-Range")).hasValue("bytes 0-99/" + length());
        assertThat(response.headers().firstValue("Content-Encoding").orElse("identity")).isEqualTo("identity");
        assertThat(response.body()).hasSize(100).startsWith("/* Styles".getBytes());
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            bytes=0-4,                         206, 5
            bytes=0-99999999999999999999999,   206, -1
            bytes=000000000000000000000005-9,  206, 5
            bytes=99999999999999999999999-,    416, 0
            bytes=0-4;,                        200, -1
            bytes=-5,                          200, -1
            lines=0-4,                         200, -1
            """)
    void respondsToARange(String range, int status, int length) throws Exception {
        HttpResponse<byte[]> response = get(HttpClient.Version.HTTP_1_1, "Range", range);

        assertThat(response.statusCode()).isEqualTo(status);
        if (status != 416) {
            assertThat(response.body()).hasSize(length < 0 ? length() : length);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = { "\"other\"", "W/\"other\"", "Sat, 01 Jan 2000 00:00:00 GMT" })
    void sendsAllForAConditionalRange(String validator) throws Exception {
        HttpResponse<byte[]> response = get(HttpClient.Version.HTTP_1_1, "Range", "bytes=0-4", "If-Range", validator);

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body()).hasSize(length());
    }

    @Test
    void ignoresTheRangeOfHead() {
        Headers headers = given().header("Accept-Encoding", "identity").header("Range", "bytes=0-4").head(STYLES).then()
                .statusCode(200).extract().headers();

        assertThat(headers.hasHeaderWithName("Content-Range")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = { "/meanwhile.css", "/lab.js", "/favicon.svg", "/q/swagger-ui/index.html",
            "/q/swagger-ui/swagger-ui-bundle.js" })
    void headHasTheContentTypeOfGet(String path) {
        assertThat(when().head(path).then().statusCode(200).extract().headers().getValues("Content-Type"))
                .hasSize(1).isEqualTo(when().get(path).headers().getValues("Content-Type"));
    }

    @ParameterizedTest
    @ValueSource(strings = { "gzip", "identity" })
    void assetsVaryByEncoding(String encoding) {
        String library = when().get("/").asString().replaceAll("(?s).*href=\"(/webjars/[^\"]+)\".*", "$1");

        for (String path : List.of(STYLES, "/lab.js", "/favicon.svg", library, "/q/swagger-ui/index.html")) {
            assertThat(given().header("Accept-Encoding", encoding).get(path).headers().getValues("Vary"))
                    .containsExactly("Accept-Encoding");
        }
    }

    private int length() throws Exception {
        return get(HttpClient.Version.HTTP_1_1).body().length;
    }

    private HttpResponse<byte[]> get(HttpClient.Version version, String... headers) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(url.resolve(STYLES));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return HttpClient.newBuilder().version(version).build().send(request.build(), BodyHandlers.ofByteArray());
    }
}
