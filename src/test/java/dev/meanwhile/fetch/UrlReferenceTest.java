package dev.meanwhile.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.URI;
import java.nio.charset.StandardCharsets;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UrlReferenceTest {

    // RFC 3986, 5.4.1 and 5.4.2
    @ParameterizedTest
    @CsvSource({
            "g:h, g:h", "g, http://a/b/c/g", "./g, http://a/b/c/g", "g/, http://a/b/c/g/", "/g, http://a/g", "//g, http://g",
            "?y, http://a/b/c/d;p?y", "g?y, http://a/b/c/g?y", "#s, http://a/b/c/d;p?q", "g#s, http://a/b/c/g",
            "g?y#s, http://a/b/c/g?y", ";x, http://a/b/c/;x", "g;x, http://a/b/c/g;x", "g;x?y#s, http://a/b/c/g;x?y",
            "'', http://a/b/c/d;p?q", "., http://a/b/c/", "./, http://a/b/c/", ".., http://a/b/", "../, http://a/b/",
            "../g, http://a/b/g", "../.., http://a/", "../../, http://a/", "../../g, http://a/g",
            "../../../g, http://a/g", "../../../../g, http://a/g", "/./g, http://a/g", "/../g, http://a/g",
            "g., http://a/b/c/g.", ".g, http://a/b/c/.g", "g.., http://a/b/c/g..", "..g, http://a/b/c/..g",
            "./../g, http://a/b/g", "./g/., http://a/b/c/g/", "g/./h, http://a/b/c/g/h", "g/../h, http://a/b/c/h",
            "g;x=1/./y, http://a/b/c/g;x=1/y", "g;x=1/../y, http://a/b/c/y", "g?y/./x, http://a/b/c/g?y/./x",
            "g?y/../x, http://a/b/c/g?y/../x", "g#s/../x, http://a/b/c/g", "http:g, http:g",
            // absolute references have dot segments too
            "http://g/h, http://g/h", "https://g/a/./../../h?x#y, https://g/h?x", "//g/.., http://g/",
            "/a//../b, http://a/a/b", "/a/b/.., http://a/a/", "/..//g/h, http://a//g/h",
            "file:///etc/passwd, file:///etc/passwd" })
    void resolvesReferencesAsRfc3986(String reference, String url) {
        assertThat(UrlReference.resolve(URI.create("http://a/b/c/d;p?q#f"), reference)).hasToString(url);
    }

    @ParameterizedTest
    @CsvSource({ "'', http://a", "g, http://a/g", "?y, http://a?y", "../g, http://a/g" })
    void resolvesReferencesAgainstAnEmptyPath(String reference, String url) {
        assertThat(UrlReference.resolve(URI.create("http://a"), reference)).hasToString(url);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            /é               | http://a/%C3%A9
            /a b             | http://a/a%20b
            /"<>^`{}\\       | http://a/%22%3C%3E%5E%60%7B%7D%5C
            '/a[0]?b[1]=|c'  | http://a/a%5B0%5D?b[1]=%7Cc
            /%C3%A9%zz%4     | http://a/%C3%A9%25zz%254
            x y?z é#a b#c    | http://a/b/x%20y?z%20%C3%A9
            http://[::1]/a[0] | http://[::1]/a%5B0%5D
            """)
    void encodesBytesThatAreNotAllowedInAUrl(String reference, String url) {
        String bytes = new String(reference.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);

        assertThat(UrlReference.resolve(URI.create("http://a/b/c"), bytes)).hasToString(url);
    }

    @ParameterizedTest
    @ValueSource(strings = { "http://a\\@evil.example/", "http://a b/", "http://[", "http://", "http://a%zz/" })
    void rejectsInvalidAuthorities(String reference) {
        assertThatIllegalArgumentException().isThrownBy(() -> UrlReference.resolve(URI.create("http://a/"), reference));
    }

    @ParameterizedTest
    @CsvSource({ "/e\u0301, /e%CC%81", "/\u00e9, /%C3%A9", "/\u212b, /%E2%84%AB", "/\u037e, /%CD%BE",
            "/\ud83d\ude00, /%F0%9F%98%80",
            "/a%20b?c=d, /a%20b?c=d" })
    void encodesWithoutUnicodeNormalization(String url, String ascii) {
        assertThat(UrlReference.toAscii(url)).isEqualTo(ascii);
    }

    @Test
    void rejectsUnpairedSurrogates() {
        assertThatIllegalArgumentException().isThrownBy(() -> UrlReference.toAscii("/\ud83d"));
    }
}
