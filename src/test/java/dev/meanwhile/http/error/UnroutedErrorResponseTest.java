package dev.meanwhile.http.error;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.quarkus.test.junit.QuarkusTest;

@QuarkusTest
class UnroutedErrorResponseTest {

    @ParameterizedTest
    @CsvSource({ "text/html, There is no resource at /outside.", "application/json, There is no resource at /outside." })
    void namesThePathWithoutItsQuery(String accept, String message) {
        UnroutedErrorResponse response = UnroutedErrorResponse.create(404, "GET", "/outside?x=1", "HTTP/1.1",
                header -> "accept".contentEquals(header) ? accept : null, false);

        assertThat(new String(response.body(), UTF_8)).contains(message);
    }
}
