package dev.meanwhile.home;

import static io.restassured.RestAssured.when;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.matchesPattern;

import java.util.List;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Test;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.xml.XmlPath;
import io.restassured.path.xml.XmlPath.CompatibilityMode;

@QuarkusTest
class HomeResourceTest {

    private static final Pattern WIDTH = Pattern.compile("<rect [^>]*width=\"(\\d+)\"");
    private static final Pattern PHASE = Pattern.compile("</span>(\\w+) <b>\\d+\\.\\d+ ms</b>");

    @Test
    void showsANumberFromOneToTenOfTheNumericApi() {
        XmlPath page = new XmlPath(CompatibilityMode.HTML, when().get("/").then()
                .statusCode(200)
                .contentType("text/html;charset=UTF-8")
                .extract().asString());

        String article = "html.body.main.article.";
        String number = page.getString(article + "div.span");
        assertThat(Integer.parseInt(number)).isBetween(1, 10);
        assertThat(page.getString("html.head.title")).isEqualTo("Meanwhile: what a service does while it waits");
        assertThat(page.getString(article + "div.hgroup.h1")).isEqualTo("Success!");
        assertThat(page.getString(article + "div.hgroup.p")).isEqualTo("The numeric API returned " + number + ".");
        assertThat(page.getString(article + "pre")).isEqualToNormalizingWhitespace(
                "{ \"success\" : true, \"message\" : \"\", \"data\" : \"" + number + "\" }");
        // XmlPath does not return the text around the elements for line breaks
        assertThat(page.getString(article + "dl.dd.a.@href")).matches("http://localhost:\\d+/api/" + number);
    }

    @Test
    void showsThePhasesOfItsOwnCall() {
        String html = when().get("/").asString();
        assertThat(PHASE.matcher(html).results().map(phase -> phase.group(1)))
                .containsExactly("connect", "wait", "receive", "render");
        List<Long> widths = WIDTH.matcher(html).results().map(width -> Long.valueOf(width.group(1))).toList();
        assertThat(widths).hasSize(4).allMatch(width -> width >= 0);
        long total = widths.stream().mapToLong(width -> width).sum();
        assertThat(html).contains("viewBox=\"0 0 " + total + " 10\"");
        assertThat(widths.get(1)).as("microseconds in which the API responded").isGreaterThan(20);
        assertThat(widths.get(3)).as("microseconds in which the page was rendered").isGreaterThan(5);
        String heading = new XmlPath(CompatibilityMode.HTML, html).getString("html.body.main.article.section.h2");
        assertThat(Double.parseDouble(heading.replaceAll("[^0-9.]", "")) * 1_000)
                .as("microseconds of the call and of rendering")
                .isCloseTo(total, within(55.0));
    }

    @Test
    void linksTheUrlThatReturnsTheSameNumber() {
        XmlPath page = new XmlPath(CompatibilityMode.HTML, when().get("/").asString());

        when().get(page.getString("html.body.main.article.dl.dd.a.@href")).then()
                .statusCode(200)
                .body("data", equalTo(page.getString("html.body.main.article.div.span")));
    }

    @Test
    void servesItsStyleSheetsAndIcon() {
        XmlPath page = new XmlPath(CompatibilityMode.HTML, when().get("/").asString());

        assertThat(page.getList("html.head.link.findAll { it.@rel != 'alternate' }.@href", String.class)).hasSize(5).allSatisfy(
                url -> when().get(url).then().statusCode(200).contentType(matchesPattern("text/css.*|image/.*")));
    }
}
