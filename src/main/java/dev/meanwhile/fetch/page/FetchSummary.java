package dev.meanwhile.fetch.page;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

import dev.meanwhile.fetch.FetchResult;

/** The sentence about the results: how many documents arrived, and what fetching them at the same time has gained. */
final class FetchSummary {

    /** Differences below both limits are within the accuracy of the times, which are whole milliseconds. */
    private static final double MIN_RATIO = 0.1;
    private static final long MIN_MILLIS = 5;

    private FetchSummary() {
    }

    /**
     * @param results one or more results
     * @param elapsed duration of all fetches together
     */
    static String of(List<FetchResult> results, Duration elapsed, FetchMessages messages) {
        int arrived = (int) results.stream().filter(FetchResult::success).count();
        String outcome = messages.arrived(arrived, results.size(), time(elapsed.toMillis()));
        // a URL that occurs several times was fetched once, and a rejected one was not, unless a redirect was
        Map<String, Long> fetches = results.stream()
                .filter(result -> result.requested() || result.millis() > 0)
                .collect(Collectors.toMap(FetchResult::url, FetchResult::millis, Math::max));
        if (fetches.size() < 2) {
            return messages.noComparison(outcome);
        }
        long sum = fetches.values().stream().mapToLong(Long::longValue).sum();
        long slowest = fetches.values().stream().mapToLong(Long::longValue).max().orElseThrow();
        if (!isLonger(sum, elapsed.toMillis())) {
            return messages.noGain(outcome);
        }
        return isLonger(elapsed.toMillis(), slowest) ? messages.someGain(outcome, time(slowest), time(sum))
                : messages.gain(outcome, time(sum));
    }

    private static boolean isLonger(long millis, long other) {
        return millis - other > Math.max(MIN_MILLIS, other * MIN_RATIO);
    }

    static String time(long millis) {
        return String.format(Locale.ROOT, "%,d ms", millis);
    }
}
