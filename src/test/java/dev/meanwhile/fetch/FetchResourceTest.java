package dev.meanwhile.fetch;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.startsWith;

import java.util.Collections;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;

@QuarkusTest
class FetchResourceTest {

    @Test
    void allowsTheOriginOfThisServiceByDefault() {
        get("/fetch", url("/api/007")).statusCode(200).body(is(
                "{\"success\":true,\"message\":\"\",\"data\":{\"success\":true,\"message\":\"\",\"data\":\"7\"}}"));
    }

    @Test
    void returns403ForAnotherOrigin() {
        get("/fetch", "https://example.org/").statusCode(403)
                .body("success", is(false))
                .body("message", containsString("the origin https://example.org is not in meanwhile.fetch.allowed-origins"));
    }

    @Test
    void returns502ForAnUpstreamError() {
        get("/fetch", url("/api/abc")).statusCode(502)
                .body("message", startsWith(url("") + " returned status 404. Error id: "));
    }

    @ParameterizedTest
    @ValueSource(strings = { "/fetch", "/gather" })
    void returns400WithoutAUrl(String path) {
        get(path).statusCode(400).body("message", startsWith("url must be given"));
    }

    @Test
    void fetchReturns400ForSeveralUrls() {
        get("/fetch", url("/api/1"), url("/api/2")).statusCode(400).body("message",
                is("url must be given once, but was given 2 times. /gather accepts several URLs."));
    }

    @Test
    void gatherReturns400ForMoreThanSixteenUrls() {
        get("/gather", Collections.nCopies(17, url("/api/1")).toArray()).statusCode(400)
                .body("message", is("url must be given at most 16 times, but was given 17 times."));
    }

    @Test
    void gatherKeepsTheOrderAndReportsFailuresPerUrl() {
        get("/gather", url("/api/2"), "nonsense", url("/api/1"), url("/nope"), url("/api/2"), "http://evil.example/")
                .statusCode(200)
                .body("success", is(true))
                .body("data.url", equalTo(List.of(url("/api/2"), "nonsense", url("/api/1"), url("/nope"), url("/api/2"),
                        "http://evil.example/")))
                .body("data.success", equalTo(List.of(true, false, true, false, true, false)))
                .body("data.status", equalTo(List.of(200, 400, 200, 502, 200, 403)))
                .body("data[0].data.data", is("2"))
                .body("data[1].message", is("url must be an absolute URL, but was 'nonsense'."))
                .body("data[1].data", is(Collections.emptyMap()))
                .body("data[2].data.data", is("1"));
    }

    @ParameterizedTest
    @ValueSource(strings = { "/fetch", "/gather" })
    void returns403ForItsOwnRequest(String path) {
        given().header("CDN-Loop", "other; a=b, Meanwhile; v=1").queryParam("url", url("/api/7")).get(path).then()
                .statusCode(403).body("message", is("This service does not fetch documents for its own requests."));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            */*                             | application/json;charset=UTF-8
            application/json                | application/json;charset=UTF-8
            application/json,text/html;q=.5 | application/json;charset=UTF-8
            text/html                       | text/html;charset=UTF-8
            text/html,*/*;q=0.8             | text/html;charset=UTF-8
            """)
    void negotiatesPageOrJson(String accept, String contentType) {
        String vary = contentType.startsWith("text/html") ? "Accept, Accept-Language" : "Accept";
        for (String path : List.of("/fetch", "/gather")) {
            given().accept(accept).queryParam("url", url("/api/7")).get(path).then()
                    .statusCode(200).contentType(contentType).header("Vary", vary);
            given().accept(accept).queryParam("url", Collections.nCopies(17, "x")).get(path).then()
                    .statusCode(400).contentType(contentType).header("Vary", vary);
        }
    }

    private static ValidatableResponse get(String path, Object... urls) {
        return given().queryParam("url", urls).get(path).then().contentType(ContentType.JSON).header("Vary", "Accept");
    }

    private static String url(String path) {
        return "http://localhost:" + RestAssured.port + path;
    }
}
