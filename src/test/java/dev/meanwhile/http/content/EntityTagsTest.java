package dev.meanwhile.http.content;

import static io.restassured.RestAssured.given;
import static io.restassured.RestAssured.when;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.emptyString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.Headers;

@QuarkusTest
class EntityTagsTest {

    private static final String STYLES = "/meanwhile.css";
    private static final String LATER = "Fri, 31 Dec 2100 00:00:00 GMT";

    @TestHTTPResource
    URI url;

    @Test
    void everyFileHasItsOwnWeakTagInsteadOfATime() {
        String library = when().get("/").asString().replaceAll("(?s).*href=\"(/webjars/[^\"]+)\".*", "$1");
        List<Headers> responses = Stream.of(STYLES, "/lab.js", "/lab-recorded.json", "/favicon.ico", "/robots.txt", library)
                .map(path -> when().get(path).then().statusCode(200).extract().headers()).toList();

        assertThat(responses).extracting(headers -> headers.getValues("ETag")).doesNotHaveDuplicates()
                .allSatisfy(tags -> assertThat(tags).singleElement().asString().matches("W/\"[0-9a-f]{32}\""));
        assertThat(responses).noneMatch(headers -> headers.hasHeaderWithName("Last-Modified"));
    }

    @Test
    void allRepresentationsOfAFileHaveTheSameTag() {
        String tag = tag();

        given().header("Accept-Encoding", "gzip").get(STYLES).then().header("ETag", tag);
        given().header("Accept-Encoding", "identity").get(STYLES).then().header("ETag", tag);
        given().header("Range", "bytes=0-9").get(STYLES).then().statusCode(206).header("ETag", tag);
        when().head(STYLES).then().statusCode(200).header("ETag", tag).header("Last-Modified", nullValue());
    }

    @ParameterizedTest
    @ValueSource(strings = { "%s", "W/\"other\", %s", "%s,\"other\"", "  \"a\" ,%s  ", "*" })
    void sendsNoBodyIfTheClientHasTheFile(String ifNoneMatch) {
        String tag = tag();
        for (String encoding : List.of("gzip", "identity")) {
            for (String range : List.of("bytes=0-9", "")) {
                given().header("Accept-Encoding", encoding).header("Range", range).header("If-None-Match",
                        ifNoneMatch.formatted(tag)).get(STYLES).then().statusCode(304).header("ETag", tag)
                        .header("Cache-Control", "no-cache").header("Vary", "Accept-Encoding")
                        .header("Last-Modified", nullValue()).header("Content-Encoding", nullValue()).body(emptyString());
            }
        }
        given().header("If-None-Match", ifNoneMatch.formatted(tag)).head(STYLES).then().statusCode(304);
    }

    @Test
    void libraryStaysImmutableWhenItIsRevalidated() {
        String library = when().get("/").asString().replaceAll("(?s).*href=\"(/webjars/[^\"]+)\".*", "$1");
        String tag = when().get(library).header("ETag");

        given().header("If-None-Match", tag).get(library).then().statusCode(304)
                .header("Cache-Control", "public, immutable, max-age=31536000");
    }

    @Test
    void comparesTagsWeakly() {
        given().header("If-None-Match", tag().substring("W/".length())).get(STYLES).then().statusCode(304);
    }

    @ParameterizedTest
    @EnumSource(value = HttpClient.Version.class, names = { "HTTP_1_1", "HTTP_2" })
    void readsAllLinesOfAList(HttpClient.Version version) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(url.resolve(STYLES)).header("If-None-Match", "\"other\"")
                .header("If-None-Match", tag()).build();

        assertThat(HttpClient.newBuilder().version(version).build().send(request, BodyHandlers.ofString()).statusCode())
                .isEqualTo(304);
    }

    @Test
    void tagHasPrecedenceOverTheTime() {
        given().header("If-None-Match", tag()).header("If-Modified-Since", "Sat, 01 Jan 2000 00:00:00 GMT").get(STYLES).then()
                .statusCode(304);
        given().header("If-None-Match", "W/\"other\"").header("If-Modified-Since", LATER).get(STYLES).then().statusCode(200);
    }

    // The time of another instance, which can have an older file, must not match.
    @Test
    void ignoresTimesBecauseAFileHasNone() {
        given().header("If-Modified-Since", LATER).get(STYLES).then().statusCode(200).header("ETag", tag());
        given().header("If-Unmodified-Since", "Sat, 01 Jan 2000 00:00:00 GMT").get(STYLES).then().statusCode(200);
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            *,       200
            %s,      412
            "other", 412
            """, quoteCharacter = '\'')
    void weakTagNeverMatchesIfMatch(String ifMatch, int status) {
        given().header("If-Match", ifMatch.formatted(tag())).header("Accept", "application/json").get(STYLES).then()
                .statusCode(status);
        given().header("If-Match", ifMatch.formatted(tag())).header("Range", "bytes=0-9").get(STYLES).then()
                .statusCode(status == 200 ? 206 : status);
    }

    @Test
    void errorsHaveNoTag() {
        given().header("Range", "bytes=9999999-").get(STYLES).then().statusCode(416).header("ETag", nullValue());
        given().header("If-Match", "\"other\"").get(STYLES).then().statusCode(412).header("ETag", nullValue())
                .header("Cache-Control", "no-store")
                .body("message", equalTo("If-Match matches no file, because entity tags of files are weak."
                        + " Omit it, or use If-None-Match."));
        given().header("If-None-Match", "*").get("/nope.js").then().statusCode(404).header("ETag", nullValue());
        given().header("If-None-Match", "*").get("/webjars/nope.css").then().statusCode(404).header("ETag", nullValue());
    }

    @ParameterizedTest
    @ValueSource(strings = { "/", "/hello", "/greet/a.js", "/lab", "/q/openapi" })
    void otherResponsesHaveNoTag(String path) {
        given().header("If-None-Match", "*").get(path).then().statusCode(200).header("ETag", nullValue());
    }

    private static String tag() {
        return when().get(STYLES).then().statusCode(200).extract().header("ETag");
    }
}
