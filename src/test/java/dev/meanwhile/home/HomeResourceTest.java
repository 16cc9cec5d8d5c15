package dev.meanwhile.home;

import static io.restassured.RestAssured.when;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.matchesPattern;

import org.junit.jupiter.api.Test;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.xml.XmlPath;
import io.restassured.path.xml.XmlPath.CompatibilityMode;

@QuarkusTest
class HomeResourceTest {

    @Test
    void showsANumberFromOneToTenOfTheNumericApi() {
        XmlPath page = new XmlPath(CompatibilityMode.HTML, when().get("/").then()
                .statusCode(200)
                .contentType("text/html;charset=UTF-8")
                .extract().asString());

        String article = "html.body.main.article.";
        String number = page.getString(article + "div.span");
        assertThat(Integer.parseInt(number)).isBetween(1, 10);
        assertThat(page.getString("html.head.title")).isEqualTo(number + " · Meanwhile");
        assertThat(page.getString(article + "div.hgroup.h1")).isEqualTo("Success!");
        assertThat(page.getString(article + "div.hgroup.p")).isEqualTo("The numeric API returned " + number + ".");
        assertThat(page.getString(article + "pre")).isEqualToNormalizingWhitespace(
                "{ \"success\" : true, \"message\" : \"\", \"data\" : \"" + number + "\" }");
        assertThat(page.getString(article + "dl.dd[0]")).matches("http://localhost:\\d+/api/" + number);
        assertThat(page.getString(article + "dl.dd[1]")).matches("\\d+\\.\\d ms");
    }

    @Test
    void linksTheUrlThatReturnsTheSameNumber() {
        XmlPath page = new XmlPath(CompatibilityMode.HTML, when().get("/").asString());

        when().get(page.getString("html.body.main.article.dl.dd[0].a.@href")).then()
                .statusCode(200)
                .body("data", equalTo(page.getString("html.body.main.article.div.span")));
    }

    @Test
    void servesItsStyleSheetsAndIcon() {
        XmlPath page = new XmlPath(CompatibilityMode.HTML, when().get("/").asString());

        assertThat(page.getList("html.head.link.findAll { it.@rel != 'alternate' }.@href", String.class)).hasSize(3).allSatisfy(
                url -> when().get(url).then().statusCode(200).contentType(matchesPattern("text/css.*|image/svg.*")));
    }
}
