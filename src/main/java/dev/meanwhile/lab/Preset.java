package dev.meanwhile.lab;

import java.time.Duration;
import java.util.EnumSet;
import java.util.List;

import dev.meanwhile.lab.scenario.DelayFormat;
import dev.meanwhile.lab.scenario.Mode;
import dev.meanwhile.lab.scenario.RunEstimate;
import dev.meanwhile.lab.scenario.Scenario;

/**
 * A scenario that the lab page offers. Each mode is executed three times, so that the verdict can compare ranges.
 *
 * @param name in the language of the page
 * @param lesson what the run shows, as a sentence in the language of the page
 * @param query query parameters of the scenario
 * @param seconds estimated duration of the run
 */
record Preset(String name, String lesson, String query, int seconds) {

    private static final int THREADS = 20;
    private static final int REPEATS = 3;
    private static final Duration NONE = Duration.ZERO;

    static List<Preset> all(PresetMessages messages) {
        return List.of(
                of(messages.oneVisitor(), messages.oneVisitorLesson(), scenario(1, 5, millis(200), NONE, NONE, 0)),
                of(messages.slowUpstream(), messages.slowUpstreamLesson(),
                        scenario(20, 4, millis(400), millis(200), NONE, 0)),
                of(messages.smallPool(), messages.smallPoolLesson(), scenario(100, 5, millis(100), NONE, NONE, 0)),
                of(messages.failingUpstream(), messages.failingUpstreamLesson(),
                        scenario(50, 4, millis(100), millis(50), NONE, 0.2)),
                of(messages.busyProcessors(), messages.busyProcessorsLesson(),
                        scenario(20, 5, millis(50), NONE, millis(5), 0)));
    }

    private static Duration millis(int millis) {
        return Duration.ofMillis(millis);
    }

    private static Scenario scenario(int users, int calls, Duration delay, Duration jitter, Duration work, double failures) {
        return new Scenario(users, calls, delay, jitter, work, failures, THREADS, REPEATS, EnumSet.allOf(Mode.class), 0L);
    }

    private static Preset of(String name, String lesson, Scenario scenario) {
        String query = "users=" + scenario.users() + "&calls=" + scenario.calls() + "&delay="
                + DelayFormat.format(scenario.delay())
                + "&jitter=" + DelayFormat.format(scenario.jitter()) + "&work=" + DelayFormat.format(scenario.work())
                + "&failures=" + (scenario.failures() == 0 ? "0" : String.valueOf(scenario.failures()))
                + "&threads=" + scenario.threads() + "&repeats=" + scenario.repeats();
        return new Preset(name, lesson, query, new RunEstimate(scenario).seconds());
    }
}
