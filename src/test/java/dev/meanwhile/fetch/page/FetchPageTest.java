package dev.meanwhile.fetch.page;

import static io.restassured.RestAssured.given;
import static io.restassured.RestAssured.when;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.matchesPattern;

import java.util.Collections;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.path.xml.XmlPath;
import io.restassured.path.xml.XmlPath.CompatibilityMode;

@QuarkusTest
class FetchPageTest {

    private static final String BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8";

    @ParameterizedTest
    @ValueSource(strings = { "/fetch", "/gather" })
    void showsAFormWithTheAllowedOrigins(String path) {
        String html = page(200, path);

        assertThat(html).contains(" name=\"url\" ", " placeholder=\"" + url("/api/7") + "\" ", "required></textarea>",
                "<li data-url=\"" + url("/api/7") + "\" data-title=\"Enter " + url("/api/7") + "\"><code>" + url("")
                        + "</code>",
                ">Allowed origins (set with meanwhile.fetch.allowed-origins)</h2>")
                .doesNotContain("aria-invalid", "<section");
    }

    @Test
    void showsTheResultOfEachUrl() {
        String html = page(200, "/fetch", url("/api/7") + "\r\n" + url("/nope") + "\r\nhttps://example.org/ ");

        assertThat(html)
                .contains("required>" + url("/api/7") + "&#10;" + url("/nope") + "&#10;https://example.org/</textarea>");
        assertThat(html).containsPattern("<h2 id=\"summary\" class=\"summary failed\">1 of 3 documents in [\\d,]+\u00a0ms[.:]");
        String[] rows = html.split("<tr class=");
        assertThat(rows[1]).contains(url("/api/7"), "✓</span> Fetched", "200",
                "<code>{<wbr>&quot;success&quot;:<wbr>true,<wbr>&quot;message&quot;:<wbr>&quot;&quot;,<wbr>&quot;data&quot;:<wbr>&quot;7&quot;}<wbr></code>");
        assertThat(rows[2]).contains(url("/nope"), "✗</span> No JSON document", "502");
        assertThat(rows[2].replace("<wbr>", "")).contains(url("") + " returned status 404.");
        assertThat(rows[3].replace("<wbr>", "")).contains("✗</span> Not allowed", "403",
                "the origin https://example.org is not in meanwhile.fetch.allowed-origins.");
    }

    @Test
    void linksOnlyUrlsThatWereRequested() {
        XmlPath page = parse(
                page(200, "/gather", url("/api/7"), url("/nope"), "https://example.org/", "javascript://x/%0aalert(1)",
                        "ftp://localhost/", url("/fetch")));

        assertThat(page.getList("**.find { it.name() == 'tbody' }.tr.th.a.@href", String.class))
                .containsExactly(url("/api/7"), url("/nope"));
        assertThat(page.getList("**.find { it.name() == 'tbody' }.tr.th.a.@rel", String.class))
                .containsOnly("noopener noreferrer");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            ''                                    | 400 | Enter at least one URL.
            ' '                                   | 400 | Enter at least one URL.
            nonsense                              | 400 | Invalid URL: url must be an absolute URL, but was 'nonsense'.
            http://localhost/%zz                  | 400 | Invalid URL: url must be a valid URL, but was 'http://localhost/%zz': Malformed escape pair.
            https://example.org/ x                | 400 | Invalid URL: url must be an absolute URL, but was 'x'.
            https://example.org/                  | 403 | Not allowed: 'https://example.org/' may not be fetched: the origin https://example.org is not in meanwhile.fetch.allowed-origins.
            https://a@example.org/ http://b.test/ | 403 | Not allowed: 'http://b.test/' may not be fetched: the origin http://b.test is not in meanwhile.fetch.allowed-origins.
            """)
    void showsTheFormAgainIfNothingCanBeFetched(String urls, int status, String message) {
        for (String path : List.of("/fetch", "/gather")) {
            requireError(page(status, path, urls), urls, message);
        }
    }

    @Test
    void showsTheFormAgainForMoreThanSixteenUrls() {
        String urls = String.join("\n", Collections.nCopies(17, url("/api/1")));

        requireError(page(400, "/fetch", urls), urls, "At most 16 URLs can be fetched at a time, but these are 17.");
    }

    @Test
    void fetchesNothingIfAUrlIsInvalid() {
        String urls = url("/api/7") + "\nnonsense";
        String html = page(400, "/fetch", urls);

        requireError(html, urls, "Invalid URL: url must be an absolute URL, but was 'nonsense'.");
        assertThat(html).doesNotContain("<section");
    }

    @Test
    void escapesUrls() {
        String attack = "\"></textarea><script>alert(1)</script>";

        assertThat(given().accept(BROWSER).queryParam("url", attack).get("/fetch").asString())
                .doesNotContain("<script>alert");
        assertThat(given().accept(BROWSER).queryParam("url", url("/api/7"), url("/api/7?") + attack.replace(" ", "%20"))
                .get("/fetch").asString()).doesNotContain("<script>alert");
    }

    @ParameterizedTest
    @ValueSource(ints = { 399, 400, 401, 402 })
    void excerptEndsBetweenCharacters(int length) {
        String text = "\"" + "a".repeat(length - 1) + "\ud83d\ude00\"";
        String excerpt = FetchPage.excerpt(text);

        assertThat(excerpt.codePoints())
                .noneMatch(code -> code >= Character.MIN_SURROGATE && code <= Character.MAX_SURROGATE);
        assertThat(excerpt).startsWith(text.substring(0, 399)).endsWith(" …");
    }

    @Test
    void servesItsScriptAndStyles() {
        when().get("/fetch.js").then().statusCode(200).contentType(matchesPattern("(text|application)/javascript.*"));
        when().get("/fetch.css").then().statusCode(200).contentType(matchesPattern("text/css.*"));
    }

    private static void requireError(String html, String urls, String message) {
        assertThat(html).contains(" required aria-invalid=\"true\" aria-describedby=\"url-errors\" autofocus>"
                + urls.strip().replaceAll("\\s+", "&#10;").replace("\"", "&quot;") + "</textarea>");
        assertThat(html.replace("<span lang=\"en\">", "").replace("<wbr>", "").replace("</span>", "").replace("&#39;", "'"))
                .contains("<p>" + message + "</p>");
    }

    private static XmlPath parse(String html) {
        return new XmlPath(CompatibilityMode.HTML, html);
    }

    private static String page(int status, String path, Object... urls) {
        return given().accept(BROWSER).queryParams(urls.length == 0 ? Map.of() : Map.of("url", List.of(urls))).get(path).then()
                .statusCode(status)
                .contentType("text/html;charset=UTF-8").header("Vary", containsString("Accept"))
                .header("Cache-Control", "no-store").extract().asString();
    }

    private static String url(String path) {
        return "http://localhost:" + RestAssured.port + path;
    }
}
