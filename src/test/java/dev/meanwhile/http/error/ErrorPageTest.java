package dev.meanwhile.http.error;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.quarkus.runtime.LaunchMode;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.xml.XmlPath;
import io.restassured.response.Response;

/** The pages that browsers get for errors. Those of failed upstream calls are in {@code HomeFailureTest}. */
@QuarkusTest
class ErrorPageTest {

    private static final String BROWSER = "text/html,*/*;q=0.8";
    private static final LaunchMode MODE = LaunchMode.current();

    @AfterEach
    void restoreLaunchMode() {
        LaunchMode.set(MODE);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            GET  | /nope                     | zh | 404 | 页面不存在        | 找不到“/nope”。
            GET  | /%E7%A6%85%2F%F0%9F%98%80 | zh | 404 | 页面不存在        | 找不到“/禅/😀”。
            GET  | /%E7%A6%85                | en | 404 | Not found        | There is no resource at /禅.
            GET  | /a%20b+c                  | en | 404 | Not found        | There is no resource at /a b+c.
            GET  | /%E7%A6                   | en | 404 | Not found        | There is no resource at /%E7%A6.
            GET  | /a%E2%80%AEb              | en | 404 | Not found        | There is no resource at /a%E2%80%AEb.
            GET  | /a%00b                    | en | 404 | Not found        | There is no resource at /a%00b.
            POST | /hello                    | zh | 405 | 不支持该请求方法 | 只支持 GET、HEAD 和 OPTIONS 方法。
            GET  | /api/random?min=x         | zh | 400 | 请求有误          | 请求的参数或格式不正确。
            GET  | /throwing                 | en | 500 | Something went wrong | Internal server error.
            """)
    void saysWhatIsWrongInTheLanguageOfTheClient(String method, String path, String language, int status, String heading,
            String sentence) {
        Response response = given().urlEncodingEnabled(false).accept(BROWSER).header("Accept-Language", language)
                .request(method, path);

        assertThat(response.statusCode()).isEqualTo(status);
        XmlPath page = response.htmlPath();
        assertThat(page.getString("html.@lang")).isEqualTo(language);
        assertThat(page.getString("html.head.title")).isEqualTo(heading + " · Meanwhile");
        assertThat(page.getString("html.body.main.article.div.hgroup.h1")).isEqualTo(heading);
        assertThat(page.getString("html.body.main.article.div.hgroup.p")).isEqualTo(sentence);
        assertThat(response.asString()).contains(" " + status + " <span lang=\"en\">");
    }

    @Test
    void showsTheEnglishMessageWhichHasDetails() {
        Response response = given().accept(BROWSER).header("Accept-Language", "zh").get("/api/random?min=6&max=5");

        assertThat(response.htmlPath().getString("html.body.main.article.p[0]"))
                .isEqualTo("min must not be greater than max, but min is 6 and max is 5.");
        assertThat(response.htmlPath().getString("html.body.main.article.p[0].@lang")).isEqualTo("en");
    }

    @Test
    void shortensALongPath() {
        String letters = get("/" + "x".repeat(3_000)).htmlPath().getString("html.body.main.article.div.hgroup.p");
        assertThat(letters).isEqualTo("There is no resource at /" + "x".repeat(199) + "….");

        String emoji = get("/" + "%F0%9F%98%80".repeat(300)).htmlPath().getString("html.body.main.article.div.hgroup.p");
        assertThat(emoji).isEqualTo("There is no resource at /" + "😀".repeat(199) + "….");
    }

    @Test
    void jsonHasTheWholePathAsReceived() {
        assertThat(given().urlEncodingEnabled(false).header("Accept-Language", "zh").get("/%E7%A6%85/" + "x".repeat(3_000))
                .jsonPath().getString("message")).isEqualTo("There is no resource at /%E7%A6%85/" + "x".repeat(3_000) + ".");
    }

    @Test
    void linksToOtherPagesIfThereIsNone() {
        assertThat(links("/nope")).containsExactly("/", "/lab", "/fetch", "/q/swagger-ui/");
        assertThat(links("/nope?lang=zh")).containsExactly("/?lang=zh", "/lab?lang=zh", "/fetch?lang=zh", "/q/swagger-ui/");
        assertThat(links("/throwing")).containsExactly("/");
    }

    private static List<String> links(String url) {
        return get(url).htmlPath().getList("html.body.main.article.div.a.@href", String.class);
    }

    @Test
    void hasTheErrorIdAndAButtonThatCopiesIt() {
        Response response = get("/throwing");

        String id = response.header("X-Request-Id");
        assertThat(response.asString()).contains("Error id: " + id).contains("data-text=\"" + id + "\"");
        String script = response.htmlPath().getString("html.head.script.@src");
        assertThat(given().get(script).statusCode()).isEqualTo(200);
        assertThat(get("/nope").asString()).doesNotContain("Error id", "<script");
    }

    @Test
    void showsStackTraceAndRoutesInDevelopmentModeOnly() {
        assertThat(get("/throwing").asString()).doesNotContain("Exception", ThrowingResource.SECRET);
        assertThat(get("/nope").asString()).doesNotContain("/greet/{name}");

        LaunchMode.set(LaunchMode.DEVELOPMENT);
        assertThat(get("/throwing").asString()).contains("java.lang.IllegalStateException: " + ThrowingResource.SECRET,
                "at dev.meanwhile.http.error.ThrowingResource.fail(ThrowingResource.java:");
        assertThat(get("/nope").htmlPath().getList("html.body.main.article.section.ul.li", String.class))
                .contains("/", "/greet/{name}", "/lab/runs");
        assertThat(given().accept("application/json").get("/throwing").asString()).doesNotContain(ThrowingResource.SECRET);
    }

    private static Response get(String url) {
        return given().urlEncodingEnabled(false).accept(BROWSER).get(url);
    }
}
