package dev.meanwhile.ui;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;

/** The language of pages, of their links and of their headers. */
@QuarkusTest
class PageLanguageTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
            /                     | -                          | en
            /                     | zh-CN,zh;q=0.9,en;q=0.8    | zh
            /                     | zh-Hans-CN                 | zh
            /                     | en;q=0.3, zh;q=0.4         | zh
            /                     | fr, en;q=0.5, zh;q=0.4     | en
            /                     | zh;q=0, en                 | en
            /                     | ;;;                        | en
            /?lang=zh             | en                         | zh
            /?lang=zh-CN          | -                          | zh
            /?lang=en             | zh                         | en
            /?lang=xx             | zh                         | zh
            /?lang=xx             | -                          | en
            /?lang=               | zh                         | zh
            /?lang                | zh                         | zh
            /?lang=%3Cscript%3E   | zh                         | zh
            /?lang=zh&lang=en     | -                          | zh
            /fetch                | zh                         | zh
            /gather?lang=zh       | -                          | zh
            /lab                  | zh-TW                      | zh
            /lab?users=5&lang=zh  | -                          | zh
            /nope                 | zh                         | zh
            /nope?lang=zh         | -                          | zh
            """)
    void pageHasTheRequestedLanguage(String url, String acceptLanguage, String language) {
        Response response = get(url, acceptLanguage);

        assertThat(response.htmlPath().getString("html.@lang")).isEqualTo(language);
        assertThat(response.header("Content-Language")).isEqualTo(language);
        assertThat(response.headers().getValues("Vary")).singleElement().asString().matches("(Accept, )?Accept-Language");
        assertThat(response.header("Cache-Control")).isEqualTo("no-store");
        assertThat(response.asString()).contains("zh".equals(language) ? "跳到正文" : "Skip to the content");
    }

    @ParameterizedTest
    @CsvSource({ "/hello", "/api/7", "/api/nope", "/q/openapi", "/favicon.svg", "/meanwhile.css" })
    void otherResponsesDoNotDependOnTheLanguage(String path) {
        Response response = given().header("Accept-Language", "zh").get(path);

        assertThat(response.headers().getValues("Content-Language")).isEmpty();
        assertThat(response.headers().getValues("Vary")).noneMatch(value -> value.contains("Accept-Language"));
        assertThat(response.asString()).doesNotContainPattern("\\p{IsHan}");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            /                              | ?lang=zh
            /?lang=en                      | ?lang=zh
            /fetch?url=a%20b&lang=en&url=c | ?lang=zh&url=a%20b&url=c
            /lab?users=5&lang              | ?lang=zh&users=5&lang
            /a/b//nope?x=%22%3E            | ?lang=zh&x=%22%3E
            //example.org/?language=en     | ?lang=zh&language=en
            """)
    void linksToTheSamePageInTheOtherLanguage(String url, String expected) {
        Response response = get(url, null);

        assertThat(response.htmlPath().getList("html.head.link.findAll { it.@rel == 'alternate' }.@hreflang"))
                .isEqualTo(List.of("en", "zh"));
        assertThat(response.htmlPath().getList("html.head.link.findAll { it.@rel == 'alternate' }.@href"))
                .isEqualTo(List.of(expected.replace("zh", "en"), expected));
        assertThat(response.htmlPath().getString("**.find { it.name() == 'a' && it.@hreflang == 'zh' }.@href"))
                .isEqualTo(expected);
        assertThat(response.htmlPath().getString("**.find { it.name() == 'a' && it.@hreflang == 'zh' }")).isEqualTo("中文");
    }

    @ParameterizedTest
    @CsvSource({ "/", "/fetch", "/lab", "/nope" })
    void linksToOtherPagesKeepAnExplicitLanguageOnly(String path) {
        String links = "html.body.header.nav.ul.li.a.findAll { it.@hreflang == '' }.@href";

        assertThat(get(path, "zh").htmlPath().getList(links, String.class)).isEqualTo(List.of("/", "/lab", "/fetch"));
        assertThat(get(path + "?lang=zh", null).htmlPath().getList(links, String.class))
                .isEqualTo(List.of("/?lang=zh", "/lab?lang=zh", "/fetch?lang=zh"));
    }

    @Test
    void joinsSeveralHeaders() {
        Response response = given().headers("Accept-Language", "en;q=0.1", "Accept-Language", "zh").get("/");

        assertThat(response.header("Content-Language")).isEqualTo("zh");
    }

    private static Response get(String url, String acceptLanguage) {
        RequestSpecification request = given().urlEncodingEnabled(false).accept("text/html,*/*;q=0.8");
        return (acceptLanguage == null ? request : request.header("Accept-Language", acceptLanguage)).get(url);
    }
}
