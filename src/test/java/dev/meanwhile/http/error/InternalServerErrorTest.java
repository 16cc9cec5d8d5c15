package dev.meanwhile.http.error;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import dev.meanwhile.LogRecorder;
import io.quarkus.test.junit.QuarkusTest;

@QuarkusTest
class InternalServerErrorTest {

    private static final Pattern ERROR_ID = Pattern.compile("Error id: ([0-9a-f]{16})");

    @AutoClose
    private final LogRecorder log = new LogRecorder("dev.meanwhile.http.error.ErrorResponse");

    @ParameterizedTest
    @CsvSource({ "*/*, application/json;charset=UTF-8", "text/html, text/html;charset=UTF-8" })
    void responseHasTheIdUnderWhichTheCauseIsLogged(String accept, String contentType) {
        String body = given().accept(accept).get("/throwing").then().statusCode(500).contentType(contentType)
                .extract().asString();

        assertThat(body).doesNotContain(ThrowingResource.SECRET, "Exception", "at dev.");
        Matcher id = ERROR_ID.matcher(body);
        assertThat(id.find()).isTrue();
        assertThat(log.entries()).singleElement().satisfies(entry -> {
            assertThat(entry.message()).isEqualTo("GET /throwing failed, error id " + id.group(1));
            assertThat(entry.thrown()).hasMessage(ThrowingResource.SECRET);
        });
    }
}
