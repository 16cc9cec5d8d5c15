package dev.meanwhile.http.content;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;

import org.junit.jupiter.api.Test;

import dev.meanwhile.PackagedApp;
import io.restassured.response.Response;

/** Files of two packaged instances of the same build. */
class EntityTagsIT {

    @Test
    void instancesAgreeThatAFileIsUnchanged() {
        try (PackagedApp one = PackagedApp.start(); PackagedApp other = PackagedApp.start()) {
            String library = given().get(one.url()).asString().replaceAll("(?s).*href=\"(/webjars/[^\"]+)\".*", "$1");
            for (String path : List.of("/meanwhile.css", "/lab.js", "/favicon.svg", library, "/q/swagger-ui/",
                    "/q/swagger-ui/index.html", "/q/swagger-ui/style.css", "/q/swagger-ui/swagger-ui-bundle.js")) {
                Response received = given().get(one.url().resolve(path)).then().statusCode(200).extract().response();
                String tag = received.header("ETag");

                assertThat(tag).as(path).isNotNull();
                given().header("If-None-Match", tag).get(other.url().resolve(path)).then().statusCode(304)
                        .header("ETag", tag).header("Cache-Control", received.header("Cache-Control"));
                given().header("If-Modified-Since", received.header("Date")).get(other.url().resolve(path)).then()
                        .statusCode(200);
            }
        }
    }
}
