package dev.meanwhile.lab;

import static io.restassured.RestAssured.given;
import static io.restassured.RestAssured.when;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;

import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;

@QuarkusTest
@TestProfile(LabDisabledTest.Disabled.class)
class LabDisabledTest {

    public static class Disabled implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("meanwhile.lab.enabled", "false");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = { "/lab/runs", "/lab/upstream/7", "/lab/runs?users=0" })
    void returns404AsJson(String path) {
        when().get(path).then().statusCode(404)
                .body("message", equalTo("There is no resource at %s.".formatted(path.replaceAll("\\?.*", ""))));
    }

    @Test
    void returns404AsPage() {
        given().accept("text/html").get("/lab").then().statusCode(404).contentType("text/html;charset=UTF-8");
    }

    @Test
    void homePageHasNoLink() {
        when().get("/").then().statusCode(200).body(not(containsString("/lab")));
    }

    @Test
    void otherRoutesAreUnaffected() {
        when().get("/api/7").then().statusCode(200);
    }
}
