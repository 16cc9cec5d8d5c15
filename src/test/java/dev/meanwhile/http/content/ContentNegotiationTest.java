package dev.meanwhile.http.content;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.startsWith;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;

@QuarkusTest
class ContentNegotiationTest {

    private static final String RUN = "/lab/runs?users=1&calls=1&delay=0&modes=reactive";

    @TestHTTPResource
    URI url;

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            /       | text/html;q=0                                  | 406
            /       | text/html;q=0, */*                             | 406
            /       | text/*;q=0, */*;q=0.1                          | 406
            /       | text/html, application/json;q=0                | 200
            /       | *                                              | 200
            /       | text/html, image/gif, *; q=.2, */*; q=.2       | 200
            /api/7  | application/json;q=0                           | 406
            /api/7  | application/json ;q=0.5                        | 200
            /api/7  | application/json;charset="a,b"                 | 200
            /api/7  | text/xml,,application/json                     | 200
            /api/7  | text/xml;q=0, */*;q=0.1                        | 200
            /hello  | text/plain;q=0.0, text/*                       | 406
            /hello  | text/plain;q=0.0, text/plain                   | 200
            /fetch  | application/json;q=0, text/html;q=0            | 406
            /fetch  | application/json;q=0, text/html;q=0, */*       | 406
            /lab/runs | application/json;q=0, text/html              | 406
            /q/openapi | application/yaml;q=0, application/json;q=0  | 406
            """)
    void respectsWeightsAndListSyntax(String path, String accept, int status) {
        given().header("Accept", accept).get(path).then().statusCode(status);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            text/html, application/json                        | application/json
            application/json, text/html                        | application/json
            application/json ; q=0.2 , text/html ; q=0.3       | text/html
            application/json;q=0.2, */*;q=0.5                  | text/html
            text/html;q=0.2, */*;q=0.5                         | application/json
            text/html;q=0, */*                                 | application/json
            application/json;q=0, */*                          | text/html
            text/html,,application/json;q=0.9                  | text/html
            ,                                                  | application/json
            application/json;charset="a,b", text/html;q=0.5    | application/json
            text/html, image/gif, *; q=.2, */*; q=.2           | text/html
            text/*, application/json;q=0.9                     | text/html
            """)
    void successAndFailureHaveTheSameMediaType(String accept, String type) {
        String vary = type.equals("text/html") ? "Accept, Accept-Language" : "Accept";
        given().header("Accept", accept).queryParam("url", url.resolve("/api/7").toString()).get("/gather").then()
                .statusCode(200).contentType(startsWith(type)).header("Vary", vary);
        // an error of the resource, and one before a resource is matched
        given().header("Accept", accept).header("CDN-Loop", "meanwhile").get("/gather").then().statusCode(403)
                .contentType(startsWith(type)).header("Vary", vary);
        given().header("Accept", accept).get("/nope").then().statusCode(404).contentType(startsWith(type));
    }

    @Test
    void combinesSeveralHeaders() {
        given().header("Accept", "application/json;q=0.1", "text/html").get("/fetch").then().statusCode(200)
                .contentType(startsWith("text/html"));
    }

    @ParameterizedTest
    @EnumSource(value = HttpClient.Version.class, names = { "HTTP_1_1", "HTTP_2" })
    void readsTheHeaderAlikeInBothVersionsOfHttp(HttpClient.Version version) throws Exception {
        HttpClient client = HttpClient.newBuilder().version(version).build();
        HttpRequest.Builder empty = HttpRequest.newBuilder(url.resolve("/api/7")).header("Accept", "");
        HttpRequest.Builder excluded = HttpRequest.newBuilder(url.resolve("/api/7")).header("Accept", "*/*")
                .header("Accept", "application/json;q=0");

        assertThat(client.send(empty.build(), BodyHandlers.discarding()).statusCode()).isEqualTo(200);
        assertThat(client.send(excluded.build(), BodyHandlers.discarding()).statusCode()).isEqualTo(406);
    }

    @Test
    void messageQuotesTheHeaderAsReceived() {
        given().header("Accept", "text/xml , application/json;q=0").get("/api/7").then().statusCode(406)
                .body("message", equalTo("Cannot produce text/xml , application/json;q=0. "
                        + "Supported media types: application/json."));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            */*                                       | text/event-stream
            text/html, */*;q=0.1                      | text/event-stream
            application/json                          | application/json
            text/event-stream;q=0, */*                | application/json
            text/event-stream;q=0.5, application/json | application/json
            text/event-stream, application/json       | text/event-stream
            """)
    void negotiatesTheFormatOfALabRun(String accept, String type) {
        given().header("Accept", accept).get(RUN).then().statusCode(200).contentType(startsWith(type)).header("Vary", "Accept");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            /q/openapi             | */*                                          | application/yaml
            /q/openapi             | application/json, */*                        | application/json
            /q/openapi             | application/json;q=0, */*                    | application/yaml
            /q/openapi             | application/json;q=0.1, application/yaml     | application/yaml
            /q/openapi             | application/yaml;q=0, */*                    | application/json
            /q/openapi             | text/html,application/xml;q=0.9,*/*;q=0.8    | application/yaml
            /q/openapi?format=json | application/yaml                             | application/json
            /q/openapi?format=yaml | application/json                             | application/yaml
            """)
    void negotiatesTheFormatOfTheOpenApiDocument(String path, String accept, String type) {
        given().header("Accept", accept).get(path).then().statusCode(200).contentType(startsWith(type))
                .header("Vary", "Accept");
    }
}
