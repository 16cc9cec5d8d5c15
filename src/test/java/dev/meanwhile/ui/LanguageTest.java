package dev.meanwhile.ui;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LanguageTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "null", value = {
            "null  | null                               | en",
            "''    | ''                                 | en",
            "zh    | null                               | zh",
            "zh-CN | en                                 | zh",
            "ZH    | en                                 | zh",
            "en    | zh-CN,zh;q=0.9                     | en",
            "fr    | zh                                 | zh",
            "'<b>' | zh                                 | zh",
            "null  | zh-CN,zh;q=0.9,en;q=0.8            | zh",
            "null  | zh-Hant-TW                         | zh",
            "null  | en-GB,en;q=0.9,zh;q=0.8            | en",
            "null  | en;q=0.2, zh;q=0.3                 | zh",
            "null  | de-DE,de;q=0.9,zh;q=0.5,en;q=0.4   | zh",
            "null  | zh;q=0                             | en",
            "null  | *                                  | en",
            "null  | fr                                 | en",
            "null  | zh;q=high                          | en",
            "null  | fr-FR;q=high, zh-CN;q=0.5, x_y     | zh",
            "null  | zh-Hans-CN                         | zh",
            "null  | ZH-cn , en ; q=0.9                 | zh",
            "null  | 'en;q=0.1,,zh;q=0.2'               | zh",
            "null  | ;;;,,                              | en",
    })
    void choosesLanguage(String langParam, String acceptLanguage, String expected) {
        assertThat(Language.of(langParam, acceptLanguage)).isEqualTo(Locale.forLanguageTag(expected));
    }

    @Test
    void ignoresLongHeader() {
        assertThat(Language.of(null, "zh," + "fr,".repeat(200))).isEqualTo(Locale.ENGLISH);
    }
}
