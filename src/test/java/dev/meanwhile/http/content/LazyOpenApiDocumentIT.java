package dev.meanwhile.http.content;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import dev.meanwhile.PackagedApp;

/** Time at which the OpenAPI document is read. The log of loaded classes shows it. */
class LazyOpenApiDocumentIT {

    private static final String LOG_CLASSES = "-Xlog:class+load";
    private static final String READER = "io.smallrye.openapi.runtime.io.JacksonJsonIO ";

    @DisabledIfSystemProperty(named = "native", matches = ".*", disabledReason = "a native executable loads no classes")
    @ParameterizedTest
    @ValueSource(strings = { "/q/openapi", "/q/openapi.json", "/q/openapi.yaml", "/q/openapi?format=json" })
    void documentIsReadWhenItIsRequested(String path) {
        try (PackagedApp app = PackagedApp.startWithJvmOptions(LOG_CLASSES)) {
            given().get(app.url().resolve("/hello")).then().statusCode(200);
            assertThat(app.log()).contains("dev.meanwhile.greeting.GreetingResource ").doesNotContain(READER);

            String document = given().get(app.url().resolve(path)).then().statusCode(200).body(containsString("/gather"))
                    .extract().asString();
            assertThat(app.log()).contains(READER);
            assertThat(given().get(app.url().resolve(path)).asString()).isEqualTo(document);
        }
    }

    @Test
    void documentLacksThePathsOfADisabledLab() {
        try (PackagedApp app = PackagedApp.start("meanwhile.lab.enabled=false")) {
            assertThat(given().get(app.url().resolve("/q/openapi")).then().statusCode(200).extract().asString())
                    .contains("/gather").doesNotContain("/lab/runs");
        }
    }
}
