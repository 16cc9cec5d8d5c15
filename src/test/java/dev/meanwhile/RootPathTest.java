package dev.meanwhile;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.startsWith;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.ValidatableResponse;

/** The service below another path than /. */
@QuarkusTest
@TestProfile(RootPathTest.RootPath.class)
class RootPathTest {

    private static final Pattern LINK = Pattern.compile("(?:href|src|action|data-charts)=\"([^\"#]*)\"");

    private static final String LICENSE = "https://www.apache.org/licenses/LICENSE-2.0";

    public static final class RootPath implements QuarkusTestProfile {

        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("quarkus.http.root-path", "/app");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = { "/app", "/app/", "/app/fetch", "/app/fetch?url=http://localhost/", "/app/lab", "/app/nope" })
    void everyLinkOfAPageLeadsToTheService(String page) {
        String html = get(page).contentType("text/html;charset=UTF-8").extract().asString();
        List<String> links = LINK.matcher(html).results().map(link -> link.group(1).replace("&amp;", "&"))
                // A link that consists of a query only has the path of the page.
                .map(link -> link.startsWith("?") ? page.replaceFirst("\\?.*", "") + link : link).distinct().toList();

        assertThat(links).hasSizeGreaterThan(5)
                .allMatch(link -> link.startsWith("/app") || link.startsWith("http://localhost:") || link.equals(LICENSE));
        assertThat(links)
                .filteredOn(link -> !link.replaceFirst("\\?.*", "").equals(page.replaceFirst("\\?.*", ""))
                        && !link.equals(LICENSE) && !link.contains("&url="))
                .allSatisfy(link -> get(link).statusCode(200));
    }

    @Test
    void homePageCallsTheNumericApiBelowTheRootPath() {
        get("/app/").statusCode(200).body("html.body.main.article.dl.dd[0].a.@href", containsString("/app/api/"));
    }

    @Test
    void fetchesItselfByDefault() {
        assertThat(placeholder()).endsWith("/app/api/7");

        given().basePath("").queryParam("url", placeholder()).get("/app/fetch").then().statusCode(200)
                .header("Vary", containsString("Accept")).body("data.data", equalTo("7"));
    }

    @ParameterizedTest
    @CsvSource({ "/app/fetch", "/app/gather" })
    void doesNotFetchItsOwnFetchRoutes(String path) {
        given().basePath("").queryParam("url", placeholder().replace("/app/api/7", path)).get("/app/fetch").then()
                .statusCode(403);
    }

    private static String placeholder() {
        return get("/app/fetch").extract().htmlPath().getString("**.find { it.name() == 'textarea' }.@placeholder");
    }

    @Test
    void labRunsBelowTheRootPath() {
        given().basePath("").accept("application/json").get("/app/lab/runs?users=1&calls=1&delay=0&modes=reactive").then()
                .statusCode(200).body("modes[0].errors.max", equalTo(0f));
        get("/app/lab").body(containsString("/app/lab/runs"));
        get("/app/lab-run.js").body(containsString("new URL(`lab/runs?"));
    }

    @Test
    void headersOfAssetsAndOfSwaggerUiFollowTheRootPath() {
        get("/app/lab.css").statusCode(200).header("Cache-Control", "no-cache");
        get("/app/q/swagger-ui/").statusCode(200).header("Content-Security-Policy", containsString("sha256-"))
                .header("Cache-Control", "no-cache")
                .body(containsString("href=\"/app/\""), containsString("src=\"/app/swagger-ui.js\""));
        get("/app/hello").statusCode(200).header("Content-Security-Policy", startsWith("default-src 'none'"));
    }

    @Test
    void openApiIsNegotiatedAndCompressedBelowTheRootPath() {
        given().basePath("").accept("application/json").get("/app/q/openapi").then().statusCode(200)
                .contentType("application/json;charset=UTF-8").header("Content-Encoding", "gzip");
        given().basePath("").accept("application/json;q=0").get("/app/q/openapi").then().statusCode(406);
    }

    @ParameterizedTest
    @ValueSource(strings = { "/app", "/app/", "/app/hello", "/app/lab.css", "/app/q/openapi", "/app/q/openapi.json",
            "/app/q/swagger-ui/" })
    void methodsAreThoseOfTheRoutesBelowTheRootPath(String path) {
        given().basePath("").post(path).then().statusCode(405);
        given().basePath("").options(path).then().statusCode(200).header("Allow", equalTo("GET, HEAD, OPTIONS"));
    }

    @ParameterizedTest
    @ValueSource(strings = { "/app/nope", "/app/q/nope", "/app/q/openapi.nope", "/app/app/hello", "/hello" })
    void unknownPathIsNotFoundForAnyMethod(String path) {
        given().basePath("").post(path).then().statusCode(404);
        given().basePath("").options(path).then().statusCode(404);
    }

    @Test
    void openApiDocumentDescribesTheErrorsOfEachPath() {
        Map<String, Map<String, Map<String, Object>>> paths = given().basePath("").queryParam("format", "json")
                .get("/app/q/openapi").then().statusCode(200).extract().path("paths");

        assertThat(paths).allSatisfy((path, item) -> {
            assertThat(path).startsWith("/app");
            assertThat(item.get("get")).containsKeys("summary", "responses");
        });
        assertThat(paths.keySet()).contains("/app/api/{number}", "/app/lab/runs");
        assertThat(responses(paths, "/app/api/{number}")).containsExactlyInAnyOrder("200", "400", "404",
                "406", "413", "414", "431", "500", "503");
    }

    private static Set<String> responses(Map<String, Map<String, Map<String, Object>>> paths, String path) {
        return ((Map<?, ?>) paths.get(path).get("get").get("responses")).keySet().stream().map(String::valueOf)
                .collect(Collectors.toSet());
    }

    private static ValidatableResponse get(String path) {
        return given().basePath("").urlEncodingEnabled(false).accept("text/html,*/*;q=0.8").get(path).then();
    }
}
