package dev.meanwhile.fetch.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import java.util.stream.Stream;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import dev.meanwhile.fetch.FetchResult;
import io.quarkus.qute.i18n.MessageBundles;
import io.quarkus.test.junit.QuarkusTest;

@QuarkusTest
class FetchSummaryTest {

    /** Results are written as URL, status and milliseconds. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            a 200 430, b 200 313              | 431  | 2 documents in 431 ms: as long as the slowest; one after another they would have taken 743 ms.
            a 200 430, b 502 313              | 431  | 1 of 2 documents in 431 ms: as long as the slowest; one after another they would have taken 743 ms.
            a 504 5000, b 502 1234            | 5001 | None of 2 documents in 5,001 ms: as long as the slowest; one after another they would have taken 6,234 ms.
            a 200 300, b 200 300              | 450  | 2 documents in 450 ms: the slowest took 300 ms; one after another they would have taken 600 ms.
            a 200 430, b 200 2                | 431  | 2 documents in 431 ms: one after another they would have taken 432 ms. The difference is too small to matter.
            a 200 2, b 200 3                  | 4    | 2 documents in 4 ms: one after another they would have taken 5 ms. The difference is too small to matter.
            a 200 50, b 200 50                | 500  | 2 documents in 500 ms.
            a 200 12                          | 12   | 1 document in 12 ms.
            a 502 12                          | 12   | No document in 12 ms.
            a 200 12, a 200 12                | 12   | 2 documents in 12 ms.
            a 200 12, b 403 0                 | 12   | 1 of 2 documents in 12 ms.
            a 200 30, b 403 30                | 31   | 1 of 2 documents in 31 ms: as long as the slowest; one after another they would have taken 60 ms.
            """)
    void saysHowManyArrivedAndWhatWasGained(String results, long elapsed, String summary) {
        assertThat(FetchSummary.of(Stream.of(results.split(", ")).map(FetchSummaryTest::result).toList(),
                Duration.ofMillis(elapsed), MessageBundles.get(FetchMessages.class)))
                .isEqualTo(summary.replace(" ms", "\u00a0ms"));
    }

    private static FetchResult result(String text) {
        String[] parts = text.split(" ");
        return new FetchResult(parts[0], "200".equals(parts[1]), Integer.parseInt(parts[1]), "", Long.parseLong(parts[2]),
                Map.of());
    }
}
