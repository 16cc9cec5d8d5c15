package dev.meanwhile.lab.scenario;

import java.time.Duration;
import java.util.SplittableRandom;

/** What the seed decides of one repeat: the same for every mode, whatever the order in which it asks. */
public record Workload(Scenario scenario, int repeat) {

    /** What the upstream does with one call. */
    public record CallSpec(int user, int call, Duration delay, boolean fail) {
    }

    /**
     * @param user 1 to {@link Scenario#users()}
     * @param call 1 to {@link Scenario#calls()}
     */
    public CallSpec call(int user, int call) {
        long index = (repeat * 1_000L + user) * 1_000L + call;
        // the generator mixes its seed, so neighbouring seeds and neighbouring places have nothing in common
        long mixed = new SplittableRandom(scenario.seed()).nextLong();
        SplittableRandom random = new SplittableRandom(new SplittableRandom(mixed + index).nextLong());
        long jitter = scenario.jitter().toMillis();
        long delay = scenario.delay().toMillis() + random.nextLong(-jitter, jitter + 1);
        return new CallSpec(user, call, Duration.ofMillis(delay), random.nextDouble() < scenario.failures());
    }
}
