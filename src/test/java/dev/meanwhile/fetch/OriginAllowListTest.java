package dev.meanwhile.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.Set;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import dev.meanwhile.api.RequestRejectedException;

class OriginAllowListTest {

    private final Origin self = Origin.parse("http://localhost:8080");
    private final OriginAllowList allowList = new OriginAllowList(Set.of(self, Origin.parse("https://example.org")), self);

    @ParameterizedTest
    @ValueSource(strings = {
            "http://localhost:8080/api/7",
            "HTTP://LOCALHOST:8080/api/7",
            "http://localhost:08080/",
            "http://localhost:8080",
            "http://localhost:8080/a%20b?c=d&e=%2F#f",
            "http://localhost:8080/fetching",
            "https://example.org/fetch",
            "https://example.org:443/gather",
            "https://EXAMPLE.org/" })
    void acceptsAllowedOrigins(String url) {
        assertThat(allowList.requireAllowed(url)).hasToString(url);
    }

    @Test
    void returnsTheUrlInAscii() {
        assertThat(allowList.requireAllowed("http://localhost:8080/greet/禅?é=e\u0301"))
                .hasToString("http://localhost:8080/greet/%E7%A6%85?%C3%A9=e%CC%81");
    }

    @ParameterizedTest
    @ValueSource(strings = {
            // another port, another scheme
            "http://localhost/", "http://localhost:8081/", "https://localhost:8080/", "http://example.org/",
            "https://example.org:8443/", "ftp://localhost:8080/", "file:///etc/passwd", "gopher://localhost:8080/",
            "http://localhost:80800/",
            // user information
            "http://localhost@evil.example/", "http://localhost:8080@evil.example/", "http://user@localhost:8080/",
            "http://user:secret@localhost:8080/", "http://@localhost:8080/",
            // other names of the same host
            "http://127.0.0.1:8080/", "http://127.1:8080/", "http://2130706433:8080/", "http://017700000001:8080/",
            "http://0x7f000001:8080/", "http://0x7f.0.0.1:8080/", "http://0:8080/", "http://0.0.0.0:8080/",
            "http://[::1]:8080/",
            "http://[::ffff:127.0.0.1]:8080/", "http://[::ffff:7f00:1]:8080/", "http://localhost.:8080/",
            "http://localhost.localdomain:8080/",
            // homographs, and names with an allowed host as prefix or suffix
            "http://lоcalhost:8080/", "http://ｌocalhost:8080/", "http://localhoſt:8080/", "https://exаmple.org/",
            "https://example。org/", "https://xn--exmple-4nf.org/", "https://example.org./", "https://example.org.evil.example/",
            "https://evilexample.org/", "https://sub.example.org/", "https://example.orgg/",
            // no valid host
            "http:///api/7", "http://:8080/", "http:/api/7", "http://%6cocalhost:8080/", "http://local_host:8080/",
            // fetches that would call this service's own /fetch and /gather
            "http://localhost:8080/fetch", "http://localhost:8080/fetch?url=x", "http://localhost:8080/gather/",
            "http://LOCALHOST:8080//fetch", "http://localhost:8080/%66etch", "http://localhost:8080/./fetch",
            "http://localhost:8080/api/../gather", "http://localhost:8080/../fetch", "http://localhost:8080/%2e/fetch",
            "http://localhost:8080/api/%2e%2e/fetch", "http://localhost:8080/fetch;%0A", "http://localhost:8080/api/..;/fetch",
            "http://localhost:8080/fetch;a=b", "http://localhost:8080/fetch\u037e?url=x", "http://localhost:8080/fetch%CD%BE" })
    void rejectsAllOtherOrigins(String url) {
        assertThatExceptionOfType(RequestRejectedException.class).isThrownBy(() -> allowList.requireAllowed(url))
                .withMessageStartingWith("'" + url + "' may not be fetched: ")
                .returns(403, RequestRejectedException::status);
    }

    @ParameterizedTest
    @ValueSource(strings = { "", "/api/7", "api/7", "localhost", "localhost:8080/api/7", "//localhost:8080/", "mailto:a@b",
            "http://", "http://localhost:8080\\@evil.example/", "http://localhost:8080 /", " http://localhost:8080/",
            "http://localhost:8080/\u0000", "http://localhost:8080/a b", "http://localhost:8080/%zz", "http://[::1:8080/",
            "http://localhost:8080/\r\nHost: evil.example" })
    void rejectsInvalidUrls(String url) {
        assertThatExceptionOfType(RequestRejectedException.class).isThrownBy(() -> allowList.requireAllowed(url))
                .withMessageStartingWith("url must be ").withMessageContaining("URL, but was '" + url + "'")
                .returns(400, RequestRejectedException::status);
    }
}
