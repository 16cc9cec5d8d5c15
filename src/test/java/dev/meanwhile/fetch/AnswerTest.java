package dev.meanwhile.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AnswerTest {

    // RFC 3986, 5.4.1
    @ParameterizedTest
    @CsvSource({
            "'', http://a/b/c/d;p?q",
            "?y, http://a/b/c/d;p?y",
            "g, http://a/b/c/g",
            "g?y, http://a/b/c/g?y",
            "/g, http://a/g",
            "//g, http://g",
            "../g, http://a/b/g",
            "http://g/h, http://g/h" })
    void redirectsAsAReferenceResolves(String location, String address) {
        Answer answer = new Answer(302, location, null, new byte[0]);

        assertThat(answer.redirectsTo(URI.create("http://a/b/c/d;p?q#f"))).isEqualTo(URI.create(address));
    }
}
