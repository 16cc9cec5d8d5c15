package dev.meanwhile.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.zip.GZIPOutputStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import dev.meanwhile.api.UpstreamException.InvalidResponse;

class FetchedResponseTest {

    @ParameterizedTest
    @ValueSource(ints = { 1_000, 1_001, Integer.MAX_VALUE })
    void decompressesUpToTheLimit(int maxBytes) throws IOException {
        assertThat(FetchedResponse.decode(List.of("gzip"), gzip(new byte[1_000]), maxBytes)).isEqualTo(new byte[1_000]);
    }

    @Test
    void rejectsMoreThanTheLimit() throws IOException {
        byte[] compressed = gzip(new byte[1_000]);

        assertThatExceptionOfType(InvalidResponse.class)
                .isThrownBy(() -> FetchedResponse.decode(List.of("gzip"), compressed, 999))
                .withMessageContaining("more than 999 bytes");
    }

    @Test
    void decompressesSeveralCodingsFromTheLastToTheFirst() throws IOException {
        byte[] compressed = gzip(gzip(new byte[] { 7 }));

        assertThat(FetchedResponse.decode(List.of("gzip", "identity, x-gzip"), compressed, 100)).containsExactly(7);
    }

    static byte[] gzip(byte[] bytes) throws IOException {
        ByteArrayOutputStream compressed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(compressed)) {
            gzip.write(bytes);
        }
        return compressed.toByteArray();
    }
}
