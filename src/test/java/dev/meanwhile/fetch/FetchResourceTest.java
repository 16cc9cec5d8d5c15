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

    private static final String BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8";

    @Test
    void fetchesFromThisServiceUnlessToldOtherwise() {
        get("/fetch", url("/api/007")).statusCode(200).body(is(
                "{\"success\":true,\"message\":\"\",\"data\":{\"success\":true,\"message\":\"\",\"data\":\"7\"}}"));
    }

    @Test
    void refusesToFetchFromAnywhereElse() {
        get("/fetch", "https://example.org/").statusCode(403)
                .body("success", is(false))
                .body("message", containsString("https://example.org is not on the list of origins"));
    }

    @Test
    void passesAnUpstreamFailureOn() {
        get("/fetch", url("/api/abc")).statusCode(502)
                .body("message", startsWith(url("") + " answered with status 404. Error id: "));
    }

    @ParameterizedTest
    @ValueSource(strings = { "/fetch", "/gather" })
    void wantsAnUrl(String path) {
        get(path).statusCode(400).body("message", startsWith("Give "));
    }

    @Test
    void fetchesNoMoreThanOne() {
        get("/fetch", url("/api/1"), url("/api/2")).statusCode(400).body("message", is("Give one url; /gather takes several."));
    }

    @Test
    void gathersNoMoreThanSixteen() {
        get("/gather", Collections.nCopies(17, url("/api/1")).toArray()).statusCode(400)
                .body("message", is("Give at most 16 URLs."));
    }

    @Test
    void gathersInTheOrderAskedAndLetsNoFailureSpoilTheOthers() {
        get("/gather", url("/api/2"), "nonsense", url("/api/1"), url("/nope"), url("/api/2"), "http://evil.example/")
                .statusCode(200)
                .body("success", is(true))
                .body("data.url", equalTo(List.of(url("/api/2"), "nonsense", url("/api/1"), url("/nope"), url("/api/2"),
                        "http://evil.example/")))
                .body("data.success", equalTo(List.of(true, false, true, false, true, false)))
                .body("data.status", equalTo(List.of(200, 400, 200, 502, 200, 403)))
                .body("data[0].data.data", is("2"))
                .body("data[1].message", is("'nonsense' is no absolute URL."))
                .body("data[1].data", is(Collections.emptyMap()))
                .body("data[2].data.data", is("1"));
    }

    @ParameterizedTest
    @ValueSource(strings = { "/fetch", "/gather" })
    void doesNotFetchForItself(String path) {
        given().header("CDN-Loop", "other; a=b, meanwhile").queryParam("url", url("/api/7")).get(path).then()
                .statusCode(403).body("message", is("This service does not fetch for itself."));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            */*                             | application/json;charset=UTF-8
            application/json                | application/json;charset=UTF-8
            application/json,text/html;q=.5 | application/json;charset=UTF-8
            text/html                       | text/html;charset=UTF-8
            text/html,*/*;q=0.8             | text/html;charset=UTF-8
            """)
    void answersBrowsersWithAPageAndEverybodyElseWithJson(String accept, String contentType) {
        for (String path : List.of("/fetch", "/gather")) {
            given().accept(accept).queryParam("url", url("/api/7")).get(path).then()
                    .statusCode(200).contentType(contentType).header("Vary", "Accept");
            given().accept(accept).queryParam("url", Collections.nCopies(17, "x")).get(path).then()
                    .statusCode(400).contentType(contentType).header("Vary", "Accept");
        }
    }

    @Test
    void showsPeopleAFormAndWhatBecameOfTheirUrls() {
        given().accept(BROWSER).get("/fetch").then().statusCode(200)
                .body("html.body.main.form.label.textarea.@name", is("url"))
                .body("html.body.main.section.size()", is(0));

        given().accept(BROWSER).queryParam("url", url("/api/7") + "\r\n" + url("/nope") + "\r\n").get("/fetch").then()
                .statusCode(200)
                .body(containsString(">" + url("/api/7") + "&#10;" + url("/nope") + "</textarea>"))
                .body("**.find { it.name() == 'tbody' }.tr.size()", is(2))
                .body("**.find { it.name() == 'tbody' }.tr[0].td[0]", is("200"))
                .body("**.find { it.name() == 'tbody' }.tr[0].td[2].code",
                        is("{\"success\":true,\"message\":\"\",\"data\":\"7\"}"))
                .body("**.find { it.name() == 'tbody' }.tr[1].td[0]", is("502"))
                .body("**.find { it.name() == 'tbody' }.tr[1].td[2]", is(url("") + " answered with status 404."));
    }

    @Test
    void tellsPeopleOnAPageWhatTheyDidWrong() {
        given().accept(BROWSER).queryParam("url", "x\n".repeat(17)).get("/fetch").then()
                .statusCode(400).contentType("text/html;charset=UTF-8").header("Vary", "Accept")
                .body("html.body.main.article.p", is("Give at most 16 URLs."));
    }

    private static ValidatableResponse get(String path, Object... urls) {
        return given().queryParam("url", urls).get(path).then().contentType(ContentType.JSON).header("Vary", "Accept");
    }

    private static String url(String path) {
        return "http://localhost:" + RestAssured.port + path;
    }
}
