package dev.meanwhile.lab.scenario;

import java.time.Duration;
import java.util.Locale;
import java.util.regex.Pattern;

import dev.meanwhile.api.RequestRejectedException;
import io.quarkus.qute.TemplateData;

/**
 * Limits of a {@link Scenario}, and the parsers that enforce them. Error messages, the attributes of the form in
 * {@code lab.html} and the OpenAPI descriptions are built from these constants, so that each number is defined once.
 */
@TemplateData(namespace = "limits")
public final class ScenarioLimits {

    public static final int MAX_USERS = 200;
    public static final int MAX_CALLS = 20;
    public static final int MAX_CONCURRENT_CALLS = 2_000;
    public static final int MAX_DELAY_SECONDS = 2;
    public static final int MAX_WORK_MILLIS = 20;
    public static final double MAX_FAILURES = 0.5;
    public static final int MAX_THREADS = 200;
    public static final int MAX_REPEATS = 5;

    /** Regular expressions that Java and the {@code pattern} attribute of HTML read alike. */
    public static final String DELAY_PATTERN = "0|([0-9]{1,6})(ms|s)";
    public static final String SEED_PATTERN = "-?[0-9]{1,19}";

    public static final Duration MAX_DELAY = Duration.ofSeconds(MAX_DELAY_SECONDS);

    private static final Duration MAX_WORK = Duration.ofMillis(MAX_WORK_MILLIS);

    /**
     * Limit for the work of all calls of a repeat. In the mode {@code reactive} the event loops do this work, and all other
     * requests wait for them. On one idle processor they wait at most this long. That is a quarter of the timeout of the
     * readiness probe.
     */
    public static final int MAX_TOTAL_WORK_MILLIS = 500;

    // Integer.parseInt and Long.parseLong also accept the digits of other scripts
    private static final Pattern INTEGER = Pattern.compile("[0-9]{1,9}");
    private static final Pattern SEED = Pattern.compile(SEED_PATTERN);
    // Double.parseDouble also accepts 0x1p-2, 0.5d and NaN
    private static final Pattern DECIMAL = Pattern.compile("[0-9]*\\.?[0-9]+([eE][-+]?[0-9]+)?");

    private ScenarioLimits() {
    }

    /**
     * Parses an integer. The range is checked by {@link Scenario}.
     *
     * @throws RequestRejectedException with status 400 if {@code text} is no decimal integer of at most nine ASCII digits
     */
    public static int parseInt(String name, String text, int max) {
        if (!INTEGER.matcher(text.strip()).matches()) {
            throw rejected(name, integerFrom1To(max), quoted(text));
        }
        return Integer.parseInt(text.strip());
    }

    /** @throws RequestRejectedException with status 400 if {@code text} is no decimal number */
    public static double parseFailures(String text) {
        if (!DECIMAL.matcher(text.strip()).matches()) {
            throw rejected("failures", probability(), quoted(text));
        }
        return Double.parseDouble(text.strip());
    }

    /** @throws RequestRejectedException with status 400 if {@code text} is no integer of 64 bits */
    public static long parseSeed(String text) {
        try {
            if (SEED.matcher(text.strip()).matches()) {
                return Long.parseLong(text.strip());
            }
        } catch (NumberFormatException outOfRange) {
            // rejected below, like text that does not match
        }
        throw rejected("seed", "an integer of 64 bits", quoted(text));
    }

    static void requireInteger(String name, int value, int max) {
        if (value < 1 || value > max) {
            throw rejected(name, integerFrom1To(max), String.valueOf(value));
        }
    }

    static void requireConcurrentCalls(int calls) {
        if (calls > MAX_CONCURRENT_CALLS) {
            throw rejected("users times calls", String.format(Locale.ROOT, "at most %,d", MAX_CONCURRENT_CALLS),
                    String.format(Locale.ROOT, "%,d", calls));
        }
    }

    static void requireProbability(double value) {
        // written so that NaN is rejected
        if (!(value >= 0 && value <= MAX_FAILURES)) {
            throw rejected("failures", probability(), String.valueOf(value));
        }
    }

    /** @throws RequestRejectedException with status 400 if {@code value} is not from 0 to {@code max} */
    public static void requireDelay(String name, Duration value, Duration max) {
        if (value.isNegative() || value.compareTo(max) > 0) {
            throw rejected(name, "from 0 to " + DelayFormat.format(max), DelayFormat.format(value));
        }
    }

    static void requireJitter(Duration jitter, Duration delay) {
        if (jitter.isNegative() || jitter.compareTo(delay) > 0) {
            throw rejected("jitter", "from 0 to delay, which is " + DelayFormat.format(delay), DelayFormat.format(jitter));
        }
    }

    static void requireWork(Duration work, int calls) {
        requireDelay("work", work, MAX_WORK);
        Duration total = work.multipliedBy(calls);
        if (total.toMillis() > MAX_TOTAL_WORK_MILLIS) {
            throw rejected("users times calls times work", "at most " + MAX_TOTAL_WORK_MILLIS + "ms",
                    DelayFormat.format(total));
        }
    }

    /** Renders the message of every parameter: its name, the constraint, and the received value. */
    public static RequestRejectedException rejected(String name, String constraint, String received) {
        return new RequestRejectedException(400, name + " must be " + constraint + ", but was " + received + ".");
    }

    public static String quoted(String received) {
        return "'" + received + "'";
    }

    private static String integerFrom1To(int max) {
        return "an integer from 1 to " + max;
    }

    private static String probability() {
        return "a probability from 0 to " + MAX_FAILURES;
    }
}
