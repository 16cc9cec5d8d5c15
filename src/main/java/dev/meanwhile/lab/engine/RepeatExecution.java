package dev.meanwhile.lab.engine;

import java.util.function.Consumer;

import dev.meanwhile.lab.result.CallRecord;
import dev.meanwhile.lab.scenario.CallOutcome;
import dev.meanwhile.lab.scenario.Mode;
import dev.meanwhile.lab.scenario.Scenario;
import dev.meanwhile.lab.scenario.Workload;

/** One repeat of a workload in one mode. Timestamps are nanoseconds since its creation. */
final class RepeatExecution {

    /** All page views arrive at the start, however late their calls start. */
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

    private long elapsedNanos() {
        return System.nanoTime() - startNanos;
    }

    /**
     * Records that a call starts on the current thread.
     *
     * @param queuedNanos when it could have started
     */
    StartedCall startCall(int user, int call, long queuedNanos) {
        return new StartedCall(workload.call(user, call), queuedNanos, elapsedNanos(), Thread.currentThread());
    }

    /** A call in flight. */
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

        /** @return when the call completed */
        long complete(CallOutcome outcome) {
            long doneNanos = elapsedNanos();
            onCallCompleted.accept(new CallRecord(mode, workload.repeat(), spec.user(), spec.call(),
                    CallRecord.roundMillis(queuedNanos), CallRecord.roundMillis(startedNanos),
                    CallRecord.roundMillis(doneNanos), thread.getName(), VirtualThreads.isVirtual(thread), outcome));
            return doneNanos;
        }
    }
}
