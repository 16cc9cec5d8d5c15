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
import com.fasterxml.jackson.databind.ser.std.ToStringSerializer;
import com.fasterxml.jackson.databind.util.StdConverter;

import dev.meanwhile.api.RequestRejectedException;
import io.quarkus.runtime.annotations.RegisterForReflection;

/**
 * The work that a run executes in each mode. {@link ScenarioLimits} has the limits.
 *
 * @param users page views that start at the same time, from 1
 * @param calls upstream calls of each page view, from 1; {@code users} times {@code calls} is limited too
 * @param delay response time of the upstream, from 0
 * @param jitter largest deviation from {@code delay}, from 0 to {@code delay}
 * @param work processor time that the handling of each response takes, from 0; the sum of all calls is limited
 * @param failures probability that a call fails, from 0
 * @param threads size of the bounded pool, from 1
 * @param repeats measured executions of each mode, from 1
 * @param modes the modes to execute, at least one
 * @param seed determines delays, failures and the order of the modes; a JSON string, because JavaScript rounds large integers
 */
@RegisterForReflection
public record Scenario(
        @JsonProperty("users") int users,
        @JsonProperty("calls") int calls,
        @JsonProperty("delay") @Schema(implementation = String.class, examples = "200ms") @JsonSerialize(converter = Scenario.DelaySerializer.class) Duration delay,
        @JsonProperty("jitter") @Schema(implementation = String.class, examples = "0") @JsonSerialize(converter = Scenario.DelaySerializer.class) Duration jitter,
        @JsonProperty("work") @Schema(implementation = String.class, examples = "0") @JsonSerialize(converter = Scenario.DelaySerializer.class) Duration work,
        @JsonProperty("failures") double failures,
        @JsonProperty("threads") int threads,
        @JsonProperty("repeats") int repeats,
        @JsonProperty("modes") Set<Mode> modes,
        @JsonProperty("seed") @Schema(implementation = String.class, examples = "7") @JsonSerialize(using = ToStringSerializer.class) Long seed) {

    private static final Duration WARM_UP_DELAY = Duration.ofMillis(10);
    private static final int WARM_UP_CALLS = 200;
    private static final int WARM_UP_THREADS = 100;

    /** @throws RequestRejectedException with status 400 if a value is out of range; the message names the parameter */
    public Scenario {
        ScenarioLimits.requireInteger("users", users, ScenarioLimits.MAX_USERS);
        ScenarioLimits.requireInteger("calls", calls, ScenarioLimits.MAX_CALLS);
        ScenarioLimits.requireConcurrentCalls(users * calls);
        ScenarioLimits.requireDelay("delay", delay, ScenarioLimits.MAX_DELAY);
        ScenarioLimits.requireJitter(jitter, delay);
        ScenarioLimits.requireWork(work, users * calls);
        ScenarioLimits.requireProbability(failures);
        ScenarioLimits.requireInteger("threads", threads, ScenarioLimits.MAX_THREADS);
        ScenarioLimits.requireInteger("repeats", repeats, ScenarioLimits.MAX_REPEATS);
        if (modes.isEmpty()) {
            throw new RequestRejectedException(400, "modes must contain at least one mode.");
        }
        modes = Set.copyOf(modes);
    }

    /** The modes in the order of their declaration. */
    @Override
    public Set<Mode> modes() {
        return EnumSet.copyOf(modes);
    }

    /** The number of calls that one mode makes in one repeat. */
    public int concurrentCalls() {
        return users * calls;
    }

    /**
     * @throws RequestRejectedException with status 400 if the measured part of the run is estimated to exceed {@code max}; the
     *         message names the parameters to change
     */
    public void requireAtMost(Duration max) {
        Duration estimate = new RunEstimate(this).measuredDuration();
        if (estimate.compareTo(max) > 0) {
            throw new RequestRejectedException(400, String.format(Locale.ROOT, "The run must take at most %s, but users=%d, "
                    + "calls=%d, delay=%s, threads=%d and repeats=%d take about %s. "
                    + "Lower users, calls, delay or repeats, or raise threads.",
                    DelayFormat.formatLong(max), users, calls, DelayFormat.format(delay), threads, repeats,
                    DelayFormat.formatLong(estimate)));
        }
    }

    /**
     * Scenarios that each mode executes before it is measured. The warm-up opens the connections and lets the JIT compile the
     * code for successful and failed calls. Without it, the first mode would be slower than the others, because only its
     * calls would include this time. The last step makes as many concurrent calls as this scenario, at least 200. Each step
     * doubles the page views of the previous one, because a cold process that opens 2,000 connections at once delays all
     * other requests.
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
        return new Scenario(users, calls, WARM_UP_DELAY, Duration.ZERO, Duration.ZERO, failures, WARM_UP_THREADS, 1, modes,
                seed);
    }

    /** Serializes a duration in the format of the query parameter, for which Jackson has no serializer. */
    @RegisterForReflection
    static final class DelaySerializer extends StdConverter<Duration, String> {
        @Override
        public String convert(Duration delay) {
            return DelayFormat.format(delay);
        }
    }
}
