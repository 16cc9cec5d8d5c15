package dev.meanwhile.lab;

import static io.restassured.RestAssured.given;
import static io.restassured.RestAssured.when;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;

import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.quarkus.test.common.http.TestHTTPResource;
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

    @TestHTTPResource
    URI address;

    @ParameterizedTest
    @ValueSource(strings = { "/lab/runs", "/lab/upstream/7", "/lab/runs?users=0" })
    void returns404AsJson(String path) {
        when().get(path).then().statusCode(404)
                .body("message", equalTo("There is no resource at %s.".formatted(path.replaceAll("\\?.*", ""))));
    }

    @ParameterizedTest
    @ValueSource(strings = { "/lab;x", "/lab;x/runs?users=1&calls=1&delay=0", "/lab;/upstream/7", "/;x/lab", "//lab", "/%6cab",
            "/./lab", "/lab/", "/x/../lab/runs?users=1&calls=1&delay=0", "//lab//upstream/7" })
    void returns404InAnySpelling(String target) throws IOException {
        for (String method : List.of("GET", "HEAD", "OPTIONS", "POST")) {
            try (Socket socket = new Socket(address.getHost(), address.getPort())) {
                socket.getOutputStream().write("%s %s HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
                        .formatted(method, target).getBytes(ISO_8859_1));
                assertThat(new String(socket.getInputStream().readAllBytes(), ISO_8859_1)).startsWith("HTTP/1.1 404 ");
            }
        }
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
