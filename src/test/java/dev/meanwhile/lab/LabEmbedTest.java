package dev.meanwhile.lab;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;

import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import dev.meanwhile.config.ConfigConverters.WebOriginConverter;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;

/** The lab page in frames of other sites. */
@QuarkusTest
@TestProfile(LabEmbedTest.Embedded.class)
class LabEmbedTest {

    public static class Embedded implements QuarkusTestProfile {

        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("meanwhile.lab.embed-origins", "https://example.org, http://localhost:3000");
        }
    }

    @Test
    void listedOriginsMayFrameTheLabPage() {
        given().get("/lab?lang=zh").then().statusCode(200)
                .header("Content-Security-Policy",
                        containsString("; frame-ancestors https://example.org http://localhost:3000; "))
                .header("Content-Security-Policy", not(containsString("'none'; script-src")))
                .header("Content-Security-Policy", containsString("script-src 'self'"))
                .header("X-Frame-Options", nullValue()).header("X-Content-Type-Options", "nosniff");
    }

    @ParameterizedTest
    @ValueSource(strings = { "/", "/fetch", "/lab/nope", "/lab/runs?users=0", "/lab/upstream/7?delay=0", "/lab.js" })
    void nothingElseCanBeFramed(String path) {
        given().accept("text/html,*/*").get(path).then()
                .header("Content-Security-Policy", containsString("frame-ancestors 'none'"))
                .header("X-Frame-Options", equalTo("DENY"));
    }

    @ParameterizedTest
    @ValueSource(strings = { "https://example.org", "http://localhost:3000", "HTTPS://a_b.Example", "http://[::1]:8080" })
    void acceptsOrigins(String origin) {
        assertThat(new WebOriginConverter().convert(origin)).isEqualTo(origin);
    }

    @ParameterizedTest
    @ValueSource(strings = { "example.org", "https://example.org/", "https://*.example.org", "*", "'self'",
            "https://a; script-src *",
            "https://a b", "file://x", "https://" })
    void rejectsAnythingElse(String origin) {
        assertThatThrownBy(() -> new WebOriginConverter().convert(origin)).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("an origin such as https://example.org");
    }
}
