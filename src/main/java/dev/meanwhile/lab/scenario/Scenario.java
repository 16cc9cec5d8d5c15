package dev.meanwhile.lab.scenario;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import com.fasterxml.jackson.databind.util.StdConverter;

import dev.meanwhile.api.RequestRejectedException;

/**
 * What is played in each mode.
 *
 * @param users page views that arrive at the same time, 1 to {@value #MAX_USERS}
 * @param calls upstream calls of each, 1 to {@value #MAX_CALLS}; at most {@value #MAX_CONCURRENT_CALLS} together
 * @param delay what each call takes, 0 to 2 s
 * @param jitter how much more or less than that, 0 to {@code delay}
 * @param failures the probability that a call fails, 0 to 0.5
 * @param threads how many the bounded pool has, 1 to {@value #MAX_THREADS}
 * @param repeats how often each mode is played, 1 to {@value #MAX_REPEATS}
 * @param modes which are played, at least one
 * @param seed decides delays, failures and the order of the modes
 */
public record Scenario(
        @JsonProperty("users") int users,
        @JsonProperty("calls") int calls,
        @JsonProperty("delay") @Schema(implementation = String.class, examples = "200ms") @JsonSerialize(converter = Scenario.DelaySerializer.class) Duration delay,
        @JsonProperty("jitter") @Schema(implementation = String.class, examples = "0") @JsonSerialize(converter = Scenario.DelaySerializer.class) Duration jitter,
        @JsonProperty("failures") double failures,
        @JsonProperty("threads") int threads,
        @JsonProperty("repeats") int repeats,
        @JsonProperty("modes") Set<Mode> modes,
        @JsonProperty("seed") @JsonSerialize(converter = Scenario.SeedSerializer.class) Long seed) {

    public static final int MAX_USERS = 200;
    public static final int MAX_CALLS = 20;
    static final int MAX_CONCURRENT_CALLS = 2_000;
    public static final Duration MAX_DELAY = Duration.ofSeconds(2);
    static final double MAX_FAILURES = 0.5;
    public static final int MAX_THREADS = 200;
    public static final int MAX_REPEATS = 5;

    private static final Duration WARM_UP_DELAY = Duration.ofMillis(10);
    private static final int WARM_UP_CALLS = 200;
    private static final int WARM_UP_THREADS = 100;

    /** @throws RequestRejectedException if a value is out of its range, naming its parameter */
    public Scenario {
        require(users >= 1 && users <= MAX_USERS, "users must be a whole number from 1 to " + MAX_USERS + ".");
        require(calls >= 1 && calls <= MAX_CALLS, "calls must be a whole number from 1 to " + MAX_CALLS + ".");
        require(users * calls <= MAX_CONCURRENT_CALLS,
                "users and calls make " + users * calls + " calls, but at most 2,000 are made at once.");
        require(isWithin(delay, MAX_DELAY), "delay must be from 0 to 2s, such as 200ms.");
        require(isWithin(jitter, delay), "jitter must be from 0 to the delay, which is " + DelayFormat.format(delay) + ".");
        require(failures >= 0 && failures <= MAX_FAILURES, "failures must be a probability from 0 to 0.5.");
        require(threads >= 1 && threads <= MAX_THREADS, "threads must be a whole number from 1 to " + MAX_THREADS + ".");
        require(repeats >= 1 && repeats <= MAX_REPEATS, "repeats must be a whole number from 1 to " + MAX_REPEATS + ".");
        require(!modes.isEmpty(), "modes must name at least one.");
        modes = Set.copyOf(modes);
    }

    /** The modes in their natural order. */
    @Override
    public Set<Mode> modes() {
        return EnumSet.copyOf(modes);
    }

    /** Calls that one mode makes in one repeat. */
    public int concurrentCalls() {
        return users * calls;
    }

    /**
     * About how long a run takes by its delays alone: all repeats of all modes, without the warm-up and without what the
     * machine adds.
     */
    Duration estimatedDuration() {
        long delays = modes.stream().mapToLong(this::consecutiveDelays).sum();
        return delay.multipliedBy(delays).plus(jitter.multipliedBy(modes.size())).multipliedBy(repeats);
    }

    private long consecutiveDelays(Mode mode) {
        return switch (mode) {
            case SEQUENTIAL -> (long) rounds(users) * calls;
            case POOL -> rounds(concurrentCalls());
            case VIRTUAL, REACTIVE -> 1;
        };
    }

    private int rounds(int tasks) {
        return (tasks + threads - 1) / threads;
    }

    /** @throws RequestRejectedException if a run would take longer than {@code max}, naming what makes it long */
    public void requireAtMost(Duration max) {
        require(estimatedDuration().compareTo(max) <= 0,
                String.format(Locale.ROOT, "users=%d, calls=%d, delay=%s, threads=%d and repeats=%d"
                        + " would take about %s, but a run may take at most %s. Lower users, calls, delay or repeats, or raise threads.",
                        users, calls, DelayFormat.format(delay), threads, repeats, DelayFormat.formatLong(estimatedDuration()),
                        DelayFormat.formatLong(max)));
    }

    /**
     * What each mode plays before anything is counted, so that none pays for the connections and the JIT of another, not even
     * for those of its failures: at last as many calls at once as in this scenario, but 200 at least, on enough threads to be
     * done soon. Each step doubles the one before, for a cold process that opened 2,000 connections at once would answer nobody
     * meanwhile.
     */
    public List<Scenario> warmUps() {
        int first = (WARM_UP_CALLS + calls - 1) / calls;
        List<Scenario> steps = new ArrayList<>();
        for (int step = first; step < users; step *= 2) {
            steps.add(warmUp(step));
        }
        steps.add(warmUp(Math.max(first, users)));
        return List.copyOf(steps);
    }

    private Scenario warmUp(int users) {
        return new Scenario(users, calls, WARM_UP_DELAY, Duration.ZERO, failures, WARM_UP_THREADS, 1, modes, seed);
    }

    private static boolean isWithin(Duration duration, Duration max) {
        return !duration.isNegative() && duration.compareTo(max) <= 0;
    }

    private static void require(boolean condition, String errorMessage) {
        if (!condition) {
            throw new RequestRejectedException(400, errorMessage);
        }
    }

    /** Writes a duration as it is read. */
    static final class DelaySerializer extends StdConverter<Duration, String> {
        @Override
        public String convert(Duration delay) {
            return DelayFormat.format(delay);
        }
    }

    /** Writes a seed as text, for JavaScript rounds long numbers. */
    static final class SeedSerializer extends StdConverter<Long, String> {
        @Override
        public String convert(Long seed) {
            return seed.toString();
        }
    }
}
