package dev.meanwhile.lab.scenario;

import java.time.Duration;
import java.util.SplittableRandom;

/**
 * The calls of one repeat, derived from the seed. They are the same in every mode, in whatever order a mode requests them.
 *
 * @param repeat 0 for the warm-up, otherwise from 1
 */
public record Workload(Scenario scenario, int repeat) {

    /** One call: its page view, its number in the page view, and the response that the upstream shall give. */
    public record CallSpec(int user, int call, Duration delay, boolean fail) {
    }

    /**
     * @param user 1 to {@link Scenario#users()}
     * @param call 1 to {@link Scenario#calls()}
     */
    public CallSpec call(int user, int call) {
        long index = (repeat * 1_000L + user) * 1_000L + call;
        // SplittableRandom mixes its seed, so that adjacent seeds and adjacent indexes give unrelated values
        long mixed = new SplittableRandom(scenario.seed()).nextLong();
        SplittableRandom random = new SplittableRandom(new SplittableRandom(mixed + index).nextLong());
        long jitter = scenario.jitter().toMillis();
        long delay = scenario.delay().toMillis() + random.nextLong(-jitter, jitter + 1);
        return new CallSpec(user, call, Duration.ofMillis(delay), random.nextDouble() < scenario.failures());
    }
}
