package dev.meanwhile.lab.scenario;

import java.time.Duration;
import java.util.EnumSet;

/** Creates scenarios for tests. */
public final class ScenarioFixtures {

    private ScenarioFixtures() {
    }

    public static Scenario of(int users, int calls, Duration delay, Duration jitter, double failures, int threads, int repeats,
            long seed) {
        return new Scenario(users, calls, delay, jitter, Duration.ZERO, failures, threads, repeats, EnumSet.allOf(Mode.class),
                seed);
    }

    public static Scenario withWork(int users, int calls, Duration work) {
        return new Scenario(users, calls, Duration.ofMillis(200), Duration.ZERO, work, 0, 20, 1, EnumSet.allOf(Mode.class), 7L);
    }

    public static Scenario of(int users, int calls, int threads) {
        return of(users, calls, Duration.ofMillis(200), Duration.ZERO, 0, threads, 1, 7);
    }
}
