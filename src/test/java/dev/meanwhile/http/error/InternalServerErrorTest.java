package dev.meanwhile.http.error;

import static io.restassured.RestAssured.when;
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
    @CsvSource({ "/api/defect, application/json;charset=UTF-8", "/defect, text/html;charset=UTF-8" })
    void showsAnIdAndLogsTheCauseWithIt(String path, String contentType) {
        String answer = when().get(path).then().statusCode(500).contentType(contentType).extract().asString();

        assertThat(answer).doesNotContain(ThrowingResource.SECRET, "Exception", "at dev.");
        Matcher id = ERROR_ID.matcher(answer);
        assertThat(id.find()).isTrue();
        assertThat(log.entries()).singleElement().satisfies(entry -> {
            assertThat(entry.message()).isEqualTo("GET %s failed, error id %s".formatted(path, id.group(1)));
            assertThat(entry.thrown()).hasMessage(ThrowingResource.SECRET);
        });
    }
}
