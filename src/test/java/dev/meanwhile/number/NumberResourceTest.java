package dev.meanwhile.number;

import static io.restassured.RestAssured.given;
import static io.restassured.RestAssured.when;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.is;

import java.util.HashSet;
import java.util.Map;
import java.util.Set;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;

@QuarkusTest
class NumberResourceTest {

    @ParameterizedTest
    @CsvSource({ "7, 7", "007, 7", "0, 0", "000, 0", "10, 10", "%37, 7", "18446744073709551616, 18446744073709551616" })
    void returnsTheNumberWithoutLeadingZeros(String path, String number) {
        given().urlEncodingEnabled(false).get("/api/" + path).then()
                .statusCode(200)
                .contentType(ContentType.JSON)
                .body(is("{\"success\":true,\"message\":\"\",\"data\":\"%s\"}".formatted(number)));
    }

    @Test
    void returnsOneThousandDigits() {
        String number = "9".repeat(1_000);
        when().get("/api/" + number).then().statusCode(200).body("data", equalTo(number));
    }

    @ParameterizedTest
    @ValueSource(chars = { '0', '9' })
    void returns400For1001Digits(char digit) {
        when().get("/api/" + String.valueOf(digit).repeat(1_001)).then()
                .statusCode(400)
                .body(is(
                        "{\"success\":false,\"message\":\"number must have at most 1,000 digits, but has 1,001.\",\"data\":{}}"));
    }

    @ParameterizedTest
    @ValueSource(strings = { "-1", "+1", "1.5", "abc", "１", "٣", "1e3", "0x7", "", "7/8" })
    void returns404ForAnythingButDecimalDigits(String path) {
        when().get("/api/" + path).then().statusCode(404).body("success", is(false)).body("data", is(Map.of()));
    }

    @Test
    void drawsNumbersFromOneToTenByDefault() {
        Set<Integer> drawn = new HashSet<>();
        for (int draw = 0; draw < 300; draw++) {
            drawn.add(Integer.valueOf(when().get("/api/random").then().statusCode(200).extract().<String> path("data")));
        }
        assertThat(drawn).containsExactlyInAnyOrder(1, 2, 3, 4, 5, 6, 7, 8, 9, 10);
    }

    @ParameterizedTest
    @CsvSource({ "5, 5", "-3, -3", "2147483647, 2147483647", "-2147483648, -2147483648" })
    void drawsFromTheRequestedRange(String min, String max) {
        given().queryParam("min", min).queryParam("max", max).get("/api/random").then()
                .statusCode(200).body("data", equalTo(min));
    }

    @ParameterizedTest
    @ValueSource(strings = { "min=1&min=2", "min=1&min=1&max=5", "MIN=1&min=1", "max=3&min=1&max=3" })
    void returns400ForARepeatedParameter(String query) {
        when().get("/api/random?" + query).then().statusCode(400)
                .body("message", containsString("must be given once, but was given 2 times."));
    }

    @ParameterizedTest
    @ValueSource(strings = { "min=", "min", "max=", "min=&max=", "min=&min=1", "MIN=", "min=%20" })
    void returns400ForAnEmptyParameter(String query) {
        given().urlEncodingEnabled(false).get("/api/random?" + query).then().statusCode(400).body("success", is(false));
    }

    @ParameterizedTest
    @CsvSource({
            "6, 5, min must not be greater than max",
            "a, 5, min must be an integer",
            "1, b, max must be an integer",
            "1.5, 5, min must be an integer",
            "１, 5, min must be an integer",
            "'', 5, min must be an integer from -2147483648 to 2147483647",
            "1, '', max must be an integer",
            "' 1', 5, min must be an integer",
            "1, 99999999999999999999, max must be an integer",
            "1, 2147483648, max must be an integer" })
    void returns400ForAnInvalidRange(String min, String max, String message) {
        given().queryParam("min", min).queryParam("max", max).get("/api/random").then()
                .statusCode(400).body("success", is(false)).body("message", containsString(message));
    }
}
