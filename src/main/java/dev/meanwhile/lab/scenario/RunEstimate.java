package dev.meanwhile.lab.scenario;

import java.time.Duration;

/** Estimates how long a run takes from its delays and its work. The overhead of the machine is not included. */
public record RunEstimate(Scenario scenario) {

    /** Pause before each mode, in which threads end and connections become idle. */
    public static final Duration PAUSE_BETWEEN_MODES = Duration.ofMillis(50);

    /** Duration of the whole run with warm-up and pauses, in seconds rounded up. */
    public int seconds() {
        Duration warmUp = scenario.warmUps().stream().map(step -> new RunEstimate(step).measuredDuration())
                .reduce(Duration.ZERO, Duration::plus);
        int pauses = scenario.modes().size() * (scenario.repeats() + scenario.warmUps().size());
        Duration total = measuredDuration().plus(warmUp).plus(PAUSE_BETWEEN_MODES.multipliedBy(pauses));
        return (int) total.plusMillis(999).toSeconds();
    }

    /** Duration of all repeats of all modes. */
    Duration measuredDuration() {
        long delays = scenario.modes().stream().mapToLong(this::consecutiveDelays).sum();
        int modes = scenario.modes().size();
        Duration work = scenario.work().multipliedBy(scenario.concurrentCalls())
                .dividedBy(Runtime.getRuntime().availableProcessors());
        return scenario.delay().multipliedBy(delays).plus(scenario.jitter().multipliedBy(modes)).plus(work.multipliedBy(modes))
                .multipliedBy(scenario.repeats());
    }

    private long consecutiveDelays(Mode mode) {
        return switch (mode) {
            case SEQUENTIAL -> (long) rounds(scenario.users()) * scenario.calls();
            case POOL -> rounds(scenario.concurrentCalls());
            case VIRTUAL, REACTIVE -> 1;
        };
    }

    private int rounds(int tasks) {
        return (tasks + scenario.threads() - 1) / scenario.threads();
    }
}
