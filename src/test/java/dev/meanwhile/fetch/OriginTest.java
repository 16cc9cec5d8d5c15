package dev.meanwhile.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OriginTest {

    @ParameterizedTest
    @CsvSource({
            "http://localhost:8080, http://localhost:8080",
            "HTTP://LocalHost:8080, http://localhost:8080",
            "https://example.org, https://example.org",
            "https://example.org:443, https://example.org",
            "http://example.org:80, http://example.org",
            "http://example.org:443, http://example.org:443",
            "http://[::1]:8080, http://[::1]:8080",
            // valid according to RFC 3986, unknown to java.net.URI
            "http://number_api:8080, http://number_api:8080", "HTTP://Number_API, http://number_api",
            "http://_a-.b_c.1x:0080, http://_a-.b_c.1x", "https://a_b:, https://a_b" })
    void parsesAndFormatsOrigins(String text, String origin) {
        assertThat(Origin.parse(text)).hasToString(origin).isEqualTo(Origin.parse(origin));
    }

    @ParameterizedTest
    @ValueSource(strings = { "", "localhost", "localhost:8080", "//localhost", "ftp://localhost", "http://",
            "http://localhost/",
            "http://localhost/path", "http://localhost?query", "http://localhost#fragment", "http://user@localhost",
            "http://localhost:0", "http://localhost:65536", "http://not a host", "http://bücher.example", "http://user@a_b",
            "http://a_b/", "http://a_b:0", "http://a_b:65536",
            "http://a_b:99999999999999999999", "http://a_b:x", "http://a%5Fb", "http://a_b,c" })
    void rejectsInvalidOrigins(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> Origin.parse(text))
                .withMessageStartingWith("'" + text + "' is not an origin such as https://example.org: it ");
    }
}
