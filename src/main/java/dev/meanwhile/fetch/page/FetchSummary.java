package dev.meanwhile.fetch.page;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

import dev.meanwhile.fetch.FetchResult;

/** The sentence about the results: how many documents arrived, and how much time the concurrent fetches saved. */
final class FetchSummary {

    /** A difference counts if it exceeds both limits. Smaller ones are within the accuracy of whole milliseconds. */
    private static final double MIN_RATIO = 0.1;
    private static final long MIN_MILLIS = 5;

    private FetchSummary() {
    }

    /**
     * Returns the sentence in the language of {@code messages}.
     *
     * @param results one or more results
     * @param elapsed time from the start of the first fetch to the end of the last one
     */
    static String of(List<FetchResult> results, Duration elapsed, FetchMessages messages) {
        int arrived = (int) results.stream().filter(FetchResult::success).count();
        String outcome = messages.arrived(arrived, results.size(), time(elapsed.toMillis()));
        // A URL that occurs several times was fetched once. A rejected URL was not fetched, unless its redirect was rejected.
        Map<String, Long> fetches = results.stream()
                .filter(result -> result.requested() || result.millis() > 0)
                .collect(Collectors.toMap(FetchResult::url, FetchResult::millis, Math::max));
        if (fetches.size() < 2) {
            return messages.noComparison(outcome);
        }
        long sum = fetches.values().stream().mapToLong(Long::longValue).sum();
        long slowest = fetches.values().stream().mapToLong(Long::longValue).max().orElseThrow();
        if (isLonger(elapsed.toMillis(), sum)) {
            // this instance was busy with something else
            return messages.noComparison(outcome);
        }
        if (!isLonger(sum, elapsed.toMillis())) {
            return messages.noGain(outcome, time(sum));
        }
        return isLonger(elapsed.toMillis(), slowest) ? messages.someGain(outcome, time(slowest), time(sum))
                : messages.gain(outcome, time(sum));
    }

    private static boolean isLonger(long millis, long other) {
        return millis - other > Math.max(MIN_MILLIS, other * MIN_RATIO);
    }

    /** The space does not break, so that number and unit stay on one line. */
    static String time(long millis) {
        return String.format(Locale.ROOT, "%,d\u00a0ms", millis);
    }
}
