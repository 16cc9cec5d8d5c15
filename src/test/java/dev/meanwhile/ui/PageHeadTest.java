package dev.meanwhile.ui;

import static io.restassured.RestAssured.given;
import static io.restassured.RestAssured.when;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;
import java.util.regex.Pattern;

import javax.imageio.ImageIO;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.quarkus.test.junit.QuarkusTest;

/** What browsers, crawlers and messengers read about the pages: icons, robots.txt, and the picture of a shared link. */
@QuarkusTest
class PageHeadTest {

    private static final Pattern IMAGE = Pattern.compile("<meta property=\"og:image\" content=\"([^\"]*)\">");

    @ParameterizedTest
    @ValueSource(strings = { "/", "/?lang=zh", "/fetch", "/gather", "/lab" })
    void pictureOfASharedLinkHasTheOriginOfTheRequest(String path) {
        String page = given().accept("text/html").header("Host", "example.org:81").get(path).then().extract()
                .asString();

        assertThat(IMAGE.matcher(page).results()).extracting(image -> image.group(1))
                .containsExactly("http://example.org:81/open-graph.png");
        assertThat(page).containsPattern("<meta property=\"og:title\" content=\"[^\"]*Meanwhile[^\"]*\">");
    }

    @Test
    void pageOfOneClientHasNoOriginOfAnother() {
        for (String host : List.of("one.example.org", "two.example.org", "one.example.org")) {
            String page = given().accept("text/html").header("Host", host).get("/").asString();

            assertThat(IMAGE.matcher(page).results()).extracting(image -> image.group(1))
                    .containsExactly("http://" + host + "/open-graph.png");
        }
    }

    @Test
    void originIsEscaped() {
        String page = given().accept("text/html").header("Host", "a&b").get("/lab").then().statusCode(200).extract()
                .asString();

        assertThat(page).contains("http://a&amp;b/open-graph.png").doesNotContain("a&b");
    }

    @Test
    void pictureHasTheSizeThatThePagesState() throws IOException {
        byte[] png = when().get("/open-graph.png").then().statusCode(200).contentType("image/png").extract().asByteArray();
        BufferedImage picture = ImageIO.read(new ByteArrayInputStream(png));

        assertThat(picture.getWidth()).isEqualTo(1200);
        assertThat(picture.getHeight()).isEqualTo(630);
        assertThat(png).hasSizeLessThan(60_000);
    }

    @ParameterizedTest
    @CsvSource({ "/favicon.ico, image/x-icon", "/apple-touch-icon.png, image/png", "/favicon.svg, image/svg+xml",
            "/robots.txt, text/plain;charset=UTF-8" })
    void wellKnownFilesExist(String path, String type) {
        when().get(path).then().statusCode(200).contentType(type).header("Cache-Control", "no-cache");
    }

    @Test
    void crawlersRequestNoOtherServices() {
        when().get("/robots.txt").then().body(containsString("Disallow: /fetch\n"), containsString("Disallow: /gather\n"),
                containsString("Disallow: /lab/runs\n"));
    }
}
