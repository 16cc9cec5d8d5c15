package dev.meanwhile.lab;

import static io.restassured.RestAssured.given;
import static io.restassured.RestAssured.when;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.matchesPattern;

import java.io.IOException;
import java.net.Socket;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.xml.XmlPath;
import io.restassured.path.xml.XmlPath.CompatibilityMode;

@QuarkusTest
class LabPageTest {

    private static final boolean VIRTUAL = Runtime.version().feature() >= 21;

    @TestHTTPResource
    URL address;

    @Test
    void isLinkedFromTheHomePage() {
        XmlPath page = new XmlPath(CompatibilityMode.HTML, when().get("/").asString());

        assertThat(page.getList("html.body.header.nav.ul[1].li.a.@href", String.class)).contains("/lab");
    }

    @Test
    void formShowsTheQueryParameters() {
        String page = given().get("/lab?users=7&delay=1s&modes=pool&modes=reactive&seed=42").then()
                .statusCode(200).contentType("text/html;charset=UTF-8").extract().asString();

        assertThat(page).contains("""
                <input name="users" type="number" min="1" max="200" required value="7">""", """
                <input name="calls" type="number" min="1" max="20" required value="5">""",
                """
                        <input name="delay" required pattern="0|([0-9]{1,6})(ms|s)" title="a number with ms or s, such as 200ms or 1s" value="1s">""",
                """
                        placeholder="random" value="42">""", """
                        value="pool" checked>pool""", """
                        value="reactive" checked>reactive""", """
                        value="virtual\"""" + (VIRTUAL ? ">" : " disabled>") + "virtual");
    }

    @ParameterizedTest
    @CsvSource({ "modes=POOL, pool", "modes=pool%2C%20reactive, pool reactive", "modes=,sequential pool virtual reactive",
            "modes=%20Virtual%20&modes=, virtual" })
    void formShowsTheModesThatARunPlays(String query, String modes) {
        String page = given().urlEncodingEnabled(false).get("/lab?" + query).asString();

        assertThat(Pattern.compile("value=\"(\\w+)\" checked").matcher(page).results().map(match -> match.group(1)))
                .containsExactlyElementsOf(
                        Stream.of(modes.split(" ")).filter(mode -> VIRTUAL || !"virtual".equals(mode)).toList());
    }

    @ParameterizedTest
    @CsvSource(nullValues = "-", value = { "users=, users, ''", "delay=%20, delay, ''", "users=%207, users, 7",
            "failures=.25+, failures, .25", "seed=%2042, seed, 42",
            "users=abc, users, ''", "failures=1e-1, failures, 1e-1", "failures=0x1, failures, ''", "delay=soon, delay, soon",
            "calls=a;users=7, users, 20" })
    void formShowsTheValueThatARunReads(String query, String name, String value) {
        String page = given().urlEncodingEnabled(false).get("/lab?" + query).then().statusCode(200).extract().asString();

        assertThat(page).containsPattern("<input name=\"" + name + "\"[^>]* value=\"" + Pattern.quote(value) + "\">");
    }

    @ParameterizedTest
    @CsvSource({ "localhost, ?x=';id;'", "x';id;', ''", "x';id;', ?x='&y=%27" })
    void commandHasNoTextOutsideOfItsQuotes(String host, String query) throws IOException {
        try (Socket socket = new Socket(address.getHost(), address.getPort())) {
            socket.getOutputStream().write("GET /lab%s HTTP/1.1\r\nHost: %s\r\nConnection: close\r\n\r\n"
                    .formatted(query, host).getBytes(StandardCharsets.US_ASCII));
            String page = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

            if (page.startsWith("HTTP/1.1 200 ")) {
                assertThat(page).containsPattern("<pre>curl -N '[^'<]*'</pre>");
            } else {
                assertThat(page).startsWith("HTTP/1.1 400 ").doesNotContain("curl");
            }
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            users=abc            | users must be an integer from 1 to 200, but was &#39;abc&#39;.
            modes=nonsense       | modes must be any of sequential, pool, virtual, reactive, but was &#39;nonsense&#39;.
            users=200&calls=20   | users times calls must be at most 2,000, but was 4,000.
            """)
    void saysWhyARunOfTheQueryWouldBeRejected(String query, String message) {
        assertThat(given().urlEncodingEnabled(false).get("/lab?" + query).then().statusCode(200).extract().asString())
                .contains(message);
    }

    @Test
    void showsTheCommandThatWorksWithoutJavaScript() {
        assertThat(when().get("/lab?users=7&delay=1s").asString())
                .contains("<pre>curl -N &#39;%slab/runs?users=7&amp;delay=1s&#39;</pre>"
                        .replace("&#39;", "'").formatted(address));
    }

    @Test
    void escapesQueryParameters() {
        assertThat(given().queryParam("users", "\"><script>").get("/lab").asString()).doesNotContain("\"><script>");
    }

    @Test
    void preloadsAllModulesThatItsScriptImports() {
        XmlPath page = new XmlPath(CompatibilityMode.HTML, when().get("/lab").asString());
        Set<String> imported = new TreeSet<>();
        Deque<String> unread = new ArrayDeque<>(List.of("lab.js"));
        while (!unread.isEmpty()) {
            Pattern.compile("(?m)^import .*'\\./([\\w-]+\\.js)'").matcher(when().get("/" + unread.pop()).asString()).results()
                    .map(match -> match.group(1)).filter(imported::add).forEach(unread::push);
        }

        assertThat(imported).contains("lab-svg.js");
        assertThat(page.getList("html.head.link.findAll { it.@rel == 'modulepreload' }.@href", String.class))
                .containsExactlyInAnyOrderElementsOf(imported.stream().map("/"::concat).toList());
    }

    @Test
    void servesItsScriptsAndStyles() {
        XmlPath page = new XmlPath(CompatibilityMode.HTML, when().get("/lab").asString());

        when().get(page.getString("html.head.script.@src")).then().statusCode(200)
                .contentType(matchesPattern("(text|application)/javascript.*"));
        when().get("/server-sent-events.js").then().statusCode(200);
        Stream.of("run", "view", "chart", "paths", "svg", "text", "numbers", "reports", "export", "form", "axis", "call",
                "code",
                "scenario")
                .map("/lab-%s.js"::formatted)
                .forEach(script -> when().get(script).then()
                        .statusCode(200).contentType(matchesPattern("(text|application)/javascript.*")));
        when().get("/lab.css").then().statusCode(200).contentType(matchesPattern("text/css.*"));
    }
}
