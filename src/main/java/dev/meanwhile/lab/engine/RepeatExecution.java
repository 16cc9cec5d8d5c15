package dev.meanwhile.lab.engine;

import dev.meanwhile.lab.result.CallRecord;
import dev.meanwhile.lab.result.Timeline;
import dev.meanwhile.lab.scenario.CallResult;
import dev.meanwhile.lab.scenario.Mode;
import dev.meanwhile.lab.scenario.Scenario;
import dev.meanwhile.lab.scenario.Workload;

/**
 * One repeat of a workload in one mode. Timestamps are nanoseconds since its creation.
 * <p>
 * It records when calls occupy platform threads, by two timestamps around the code that does so:
 * <ul>
 * <li>A platform thread of a pool is occupied from the start of a call to its end. It stays occupied while it blocks.
 * <li>A virtual thread occupies its carrier from the start of a call until it blocks, and from its continuation to the end. A
 * blocked virtual thread occupies no carrier, because no caller of {@link BlockingAwait} holds a monitor or runs native code.
 * <li>An event loop is occupied while it sends the requests of a page view ({@link #holdThread}), and from the receipt of a
 * response to the end of the call. The work of Netty, which reads the bytes of a response, cannot be attributed to a call and
 * is not included.
 * </ul>
 */
final class RepeatExecution {

    /** The time when all page views arrive: the start of the repeat, however late their calls start. */
    static final long ARRIVAL_NANOS = 0;

    private final Mode mode;
    private final Workload workload;
    private final ModeRunner.Observer observer;
    private final long startNanos = System.nanoTime();

    RepeatExecution(Mode mode, Workload workload, ModeRunner.Observer observer) {
        this.mode = mode;
        this.workload = workload;
        this.observer = observer;
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

    /** Runs {@code task}, which executes code of calls, and records that it occupies the current thread. */
    void holdThread(Runnable task) {
        long sinceNanos = elapsedNanos();
        try {
            task.run();
        } finally {
            recordHeld(sinceNanos, elapsedNanos());
        }
    }

    private void recordHeld(long sinceNanos, long untilNanos) {
        observer.threadHeld(
                new Timeline.Interval(CallRecord.roundMillis(sinceNanos), CallRecord.roundMillis(untilNanos)));
    }

    /** A call in flight. */
    final class StartedCall {

        private final Workload.CallSpec spec;
        private final long queuedNanos;
        private final long startedNanos;
        private final Thread thread;
        private long heldSinceNanos;

        private StartedCall(Workload.CallSpec spec, long queuedNanos, long startedNanos, Thread thread) {
            this.spec = spec;
            this.queuedNanos = queuedNanos;
            this.startedNanos = startedNanos;
            this.heldSinceNanos = startedNanos;
            this.thread = thread;
        }

        Workload.CallSpec spec() {
            return spec;
        }

        /** Records that the current thread blocks until the response arrives. Only a virtual thread releases its carrier. */
        void suspended() {
            if (mode == Mode.VIRTUAL) {
                recordHeld(heldSinceNanos, elapsedNanos());
            }
        }

        /** Records that the code of the call continues after it has waited for the response. */
        void resumed() {
            if (mode == Mode.VIRTUAL || mode == Mode.REACTIVE) {
                heldSinceNanos = elapsedNanos();
            }
        }

        /**
         * Does the work that the scenario has for a response, on the current thread, and records the end of the call.
         *
         * @return when the call completed
         */
        long complete(CallResult result) {
            Double responded = scenario().work().isZero() ? null : Double.valueOf(CallRecord.roundMillis(elapsedNanos()));
            ProcessorWork.perform(scenario().work());
            long doneNanos = elapsedNanos();
            recordHeld(heldSinceNanos, doneNanos);
            observer.callCompleted(new CallRecord(mode, workload.repeat(), spec.user(), spec.call(),
                    CallRecord.roundMillis(queuedNanos), CallRecord.roundMillis(startedNanos),
                    responded, CallRecord.roundMillis(doneNanos), thread.getName(), VirtualThreads.isVirtual(thread),
                    result.outcome(),
                    result.error()));
            return doneNanos;
        }
    }
}
