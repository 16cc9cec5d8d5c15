package dev.meanwhile.fetch;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.ObjectMapper;

import dev.meanwhile.api.Envelope;

class JsonDocumentTest {

    @ParameterizedTest
    @ValueSource(strings = { "7", "\"seven\"", "null", "true", "[]", "{}", " [1, 2] \n",
            "1234567890123456789012345678901234567890",
            "1.10", "1E400", "-0.0", "{\"b\":1,\"a\":2,\"b\":3}", "\"禅 👋 \\ud83d\\ude00\"" })
    void keepsTheTextUnchanged(String text) throws IOException {
        JsonDocument document = JsonDocument.parse(text.getBytes(UTF_8));

        assertThat(document.text()).isEqualTo(text);
        assertThat(new ObjectMapper().writeValueAsString(Envelope.success(document)))
                .isEqualTo("{\"success\":true,\"message\":\"\",\"data\":" + text + "}");
    }

    @ParameterizedTest
    @ValueSource(strings = { "", " ", "{", "[1,", "[1 2]", "{\"a\"}", "{a:1}", "'a'", "nul", "NaN", "01", "1.", "\"a", "{} {}",
            "7 8",
            "[1],", "// 7", "\"\n\"", "\uFEFF", "\uFEFF\uFEFF7", "7\uFEFF", " \uFEFF7" })
    void rejectsInvalidJson(String text) {
        assertThatExceptionOfType(JacksonException.class).isThrownBy(() -> JsonDocument.parse(text.getBytes(UTF_8)));
    }

    // RFC 8259, 8.1: a parser may ignore it; it must not be in the text, which is embedded in an envelope
    @Test
    void removesAByteOrderMark() throws IOException {
        assertThat(parse("\uFEFF [7]").text()).isEqualTo(" [7]");
    }

    @Test
    void hasNoLimitOfNamesAndStrings() throws IOException {
        // "Aa" and "BB" have the same hash code, and so have all names of such pairs
        String collisions = IntStream.range(0, 4_096).mapToObj(number -> String.format("%12s", Integer.toBinaryString(number))
                .replace("1", "Aa").replaceAll("[ 0]", "BB")).collect(Collectors.joining("\":1,\"", "{\"", "\":1}"));
        for (String text : List.of("{\"" + "k".repeat(50_001) + "\":1}", "\"" + "x".repeat(20_000_001) + "\"", collisions)) {
            assertThat(parse(text).text()).isEqualTo(text);
        }
    }

    @Test
    void namesTheLimitThatADocumentExceeds() {
        assertThatExceptionOfType(JacksonException.class).isThrownBy(() -> parse("[".repeat(201) + "]".repeat(201)))
                .returns("is nested deeper than 200 levels", JacksonException::getOriginalMessage);
        assertThatExceptionOfType(JacksonException.class).isThrownBy(() -> parse("{\"a\":".repeat(201) + "1" + "}".repeat(201)))
                .returns("is nested deeper than 200 levels", JacksonException::getOriginalMessage);
        assertThatExceptionOfType(JacksonException.class).isThrownBy(() -> parse("[[" + "9".repeat(1_001) + "]]"))
                .returns("has a number of more than 1000 characters", JacksonException::getOriginalMessage);
    }

    @Test
    void rejectsInvalidUtf8() {
        byte[] latin1 = { '"', (byte) 0xe9, '"' };
        assertThatExceptionOfType(JacksonException.class).isThrownBy(() -> JsonDocument.parse(latin1));
    }

    @Test
    void limitsNestingAndNumberLength() throws IOException {
        assertThat(parse("[".repeat(200) + "]".repeat(200))).isNotNull();
        assertThat(parse("9".repeat(1_000))).isNotNull();
        assertThatExceptionOfType(JacksonException.class).isThrownBy(() -> parse("[".repeat(201) + "]".repeat(201)));
        assertThatExceptionOfType(JacksonException.class).isThrownBy(() -> parse("[" + "9".repeat(1_001) + "]"));
        assertThatExceptionOfType(JacksonException.class).isThrownBy(() -> parse("[0." + "9".repeat(1_001) + "]"));
    }

    private static JsonDocument parse(String text) throws IOException {
        return JsonDocument.parse(text.getBytes(UTF_8));
    }
}
