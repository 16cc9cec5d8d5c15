package dev.meanwhile.lab.engine;

import java.util.function.Consumer;

import dev.meanwhile.lab.result.CallRecord;
import dev.meanwhile.lab.result.Millis;
import dev.meanwhile.lab.scenario.CallOutcome;
import dev.meanwhile.lab.scenario.Mode;
import dev.meanwhile.lab.scenario.Scenario;
import dev.meanwhile.lab.scenario.Workload;

/** One playing of a workload, whose clock starts when it is made. */
final class RepeatExecution {

    /** When all page views come: all at once, at the start, however long it takes to see to them. */
    static final long ARRIVAL_NANOS = 0;

    private final Mode mode;
    private final Workload workload;
    private final Consumer<CallRecord> onCallCompleted;
    private final long startNanos = System.nanoTime();

    RepeatExecution(Mode mode, Workload workload, Consumer<CallRecord> onCallCompleted) {
        this.mode = mode;
        this.workload = workload;
        this.onCallCompleted = onCallCompleted;
    }

    Scenario scenario() {
        return workload.scenario();
    }

    long elapsedNanos() {
        return System.nanoTime() - startNanos;
    }

    /** Begins a call on the current thread; {@code queuedNanos} is when it could have begun. */
    StartedCall startCall(int user, int call, long queuedNanos) {
        return new StartedCall(workload.call(user, call), queuedNanos, elapsedNanos(), Thread.currentThread());
    }

    /** A call on its way. */
    final class StartedCall {

        private final Workload.CallSpec spec;
        private final long queuedNanos;
        private final long startedNanos;
        private final Thread thread;

        private StartedCall(Workload.CallSpec spec, long queuedNanos, long startedNanos, Thread thread) {
            this.spec = spec;
            this.queuedNanos = queuedNanos;
            this.startedNanos = startedNanos;
            this.thread = thread;
        }

        Workload.CallSpec spec() {
            return spec;
        }

        /** @return when it was doneNanos */
        long complete(CallOutcome outcome) {
            long doneNanos = elapsedNanos();
            onCallCompleted.accept(new CallRecord(mode, workload.repeat(), spec.user(), spec.call(),
                    Millis.ofNanos(queuedNanos),
                    Millis.ofNanos(startedNanos), Millis.ofNanos(doneNanos), thread.getName(), VirtualThreads.isVirtual(thread),
                    outcome));
            return doneNanos;
        }
    }
}
