package dev.meanwhile;

import static io.restassured.RestAssured.given;
import static io.restassured.RestAssured.when;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;

@QuarkusTest
class OpenApiTest {

    @Test
    void describesEveryRouteAndWhatItIsFor() {
        JsonPath document = given().queryParam("format", "json").get("/q/openapi").jsonPath();

        // the routes of DefectiveResource are there in tests only
        assertThat(document.getMap("paths.findAll { !it.key.endsWith('defect') }")).containsOnlyKeys("/", "/hello",
                "/greet/{name}",
                "/api/{number}", "/api/random", "/fetch", "/gather", "/lab", "/lab/runs", "/lab/upstream/{number}");
        assertThat(
                document.getList("paths.findAll { !it.key.endsWith('defect') }.collect { it.value.get.summary }", String.class))
                .doesNotContainNull();
    }

    @Test
    void describesARunAsAStreamAndAsOneDocument() {
        JsonPath run = given().queryParam("format", "json").get("/q/openapi").jsonPath().setRootPath("paths.'/lab/runs'.get");

        assertThat(run.getMap("responses.'200'.content")).containsOnlyKeys("text/event-stream", "application/json");
        assertThat(run.getMap("responses")).containsOnlyKeys("200", "400", "404", "429");
        assertThat(run.getList("parameters.name", String.class)).containsExactlyInAnyOrder("users", "calls", "delay", "jitter",
                "failures", "threads", "repeats", "modes", "seed");
        assertThat(run.getList("parameters.description", String.class)).doesNotContainNull();
    }

    @Test
    void showsItToPeople() {
        when().get("/q/swagger-ui/").then().statusCode(200).contentType("text/html");
    }
}
