package dev.meanwhile.lab;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.quarkus.qute.i18n.MessageBundles;
import io.quarkus.test.junit.QuarkusTest;

@QuarkusTest
class LabPresetsTest {

    @Test
    void areScenariosWithALessonAndAnEstimate() {
        List<Preset> presets = Preset.all(MessageBundles.get(PresetMessages.class));

        assertThat(presets).extracting(Preset::name).containsExactly("One visitor", "A slow upstream", "A small pool",
                "A failing upstream", "Busy processors");
        assertThat(presets.get(0).query())
                .isEqualTo("users=1&calls=5&delay=200ms&jitter=0&work=0&failures=0&threads=20&repeats=3");
        assertThat(presets).allSatisfy(preset -> {
            assertThat(preset.query()).endsWith("&repeats=3");
            assertThat(preset.lesson()).endsWith(".");
            assertThat(preset.seconds()).isBetween(5, 20);
            // the parameters of the page are accepted
            assertThat(given().urlEncodingEnabled(false).get("/lab?" + preset.query()).asString()).contains("value=\"20\"")
                    .doesNotContain(" must be ");
        });
    }

    @ParameterizedTest
    @CsvSource({ "en, zh, One visitor", "zh, en, 一位访客", "'', 'zh-CN,en;q=0.5', 一位访客", "'', fr, One visitor" })
    void areInTheLanguageOfTheRequest(String lang, String acceptLanguage, String name) {
        assertThat(given().header("Accept-Language", acceptLanguage).queryParam("lang", lang).get("/lab").asString())
                .contains(">" + name);
    }
}
