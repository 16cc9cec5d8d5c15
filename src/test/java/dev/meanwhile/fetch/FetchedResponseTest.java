package dev.meanwhile.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.util.zip.GZIPOutputStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import dev.meanwhile.api.UpstreamException.InvalidResponse;

class FetchedResponseTest {

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
    void resolvesRedirectsAsRfc3986(String location, String url) {
        FetchedResponse response = new FetchedResponse(302, location, null, new byte[0]);

        assertThat(response.resolveRedirect(URI.create("http://a/b/c/d;p?q#f"))).isEqualTo(URI.create(url));
    }

    @ParameterizedTest
    @ValueSource(ints = { 1_000, 1_001, Integer.MAX_VALUE })
    void decompressesUpToTheLimit(int maxBytes) throws IOException {
        assertThat(FetchedResponse.gunzip("gzip", gzip(new byte[1_000]), maxBytes)).isEqualTo(new byte[1_000]);
    }

    @Test
    void rejectsMoreThanTheLimit() throws IOException {
        byte[] compressed = gzip(new byte[1_000]);

        assertThatExceptionOfType(InvalidResponse.class).isThrownBy(() -> FetchedResponse.gunzip("gzip", compressed, 999))
                .withMessageContaining("more than 999 bytes");
    }

    private static byte[] gzip(byte[] bytes) throws IOException {
        ByteArrayOutputStream compressed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(compressed)) {
            gzip.write(bytes);
        }
        return compressed.toByteArray();
    }
}
