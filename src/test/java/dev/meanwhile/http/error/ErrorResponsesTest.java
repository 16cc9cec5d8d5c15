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

    @ParameterizedTest
    @CsvSource(textBlock = """
            GET,    /api/abc,    404, There is nothing at /api/abc.
            GET,    /api,        404, There is nothing at /api.
            GET,    /api/7/8,    404, There is nothing at /api/7/8.
            GET,    /./api/abc,  404, There is nothing at /./api/abc.
            GET,    /%61pi/abc,  404, There is nothing at /%61pi/abc.
            POST,   /api/7,      405, 'POST is not possible here, only GET, HEAD, OPTIONS.'
            DELETE, /api/random, 405, 'DELETE is not possible here, only GET, HEAD, OPTIONS.'
            """)
    void answersProgramsWithTheEnvelope(String method, String path, int status, String message) {
        expectEnvelope(given().urlEncodingEnabled(false), method, path, status, message);
    }

    @ParameterizedTest
    @ValueSource(strings = { "/api/7", "/lab/upstream/7" })
    void answersATypeItDoesNotHaveWithTheEnvelope(String path) {
        expectEnvelope(given().accept("text/xml"), "GET", path, 406, "This is not to be had as text/xml.");
    }

    @ParameterizedTest
    @ValueSource(strings = { "/fetch", "/gather" })
    void answersWhatIsNoTypeWithTheEnvelope(String path) {
        expectEnvelope(given().header("Accept", "nonsense"), "GET", path, 400, "This request is malformed.");
    }

    @Test
    void answersATooLongAddressWithTheEnvelope() {
        expectEnvelope(given(), "GET", "/api/" + "7".repeat(9_000), 414, "This address is longer than 8192 characters.");
    }

    @Test
    void answersTooLargeHeadersWithTheEnvelope() {
        expectEnvelope(given().header("X-Large", "x".repeat(17_000)), "GET", "/api/7", 431,
                "The headers of this request are larger than 16384 bytes.");
    }

    private static void expectEnvelope(RequestSpecification request, String method, String path, int status, String message) {
        request.request(method, path).then()
                .statusCode(status)
                .contentType("application/json;charset=UTF-8")
                .body("success", is(false)).body("message", equalTo(message)).body("data", is(Map.of()));
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            GET,  /nope,        404, There is nothing at /nope.
            GET,  /apix,        404, There is nothing at /apix.
            GET,  /%3Cscript%3E, 404, There is nothing at /%3Cscript%3E.
            POST, /,            405, 'POST is not possible here, only GET, HEAD, OPTIONS.'
            PUT,  /hello,       405, 'PUT is not possible here, only GET, HEAD, OPTIONS.'
            """)
    void answersPeopleWithAPage(String method, String path, int status, String message) {
        given().urlEncodingEnabled(false).request(method, path).then()
                .statusCode(status)
                .contentType("text/html;charset=UTF-8")
                .body("html.body.main.article.div.hgroup.h1", equalTo("Error!"))
                .body("html.body.main.article.div.hgroup.p", equalTo("Invalid request."))
                .body("html.body.main.article.p", equalTo(message));
    }

    @ParameterizedTest
    @ValueSource(strings = { "/", "/hello", "/api/7" })
    void saysWhatIsAllowedInstead(String path) {
        given().post(path).then().statusCode(405).header("Allow", "GET, HEAD, OPTIONS");
        given().options(path).then().statusCode(200).header("Allow", containsString("GET"));
        given().head(path).then().statusCode(200).header("Content-Type", not(emptyOrNullString()));
    }
}
