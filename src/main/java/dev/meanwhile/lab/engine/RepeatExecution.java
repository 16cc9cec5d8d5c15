package dev.meanwhile.lab.engine;

import java.util.function.Consumer;

import dev.meanwhile.lab.result.CallRecord;
import dev.meanwhile.lab.result.Millis;
import dev.meanwhile.lab.scenario.CallOutcome;
import dev.meanwhile.lab.scenario.Mode;
import dev.meanwhile.lab.scenario.Scenario;
import dev.meanwhile.lab.scenario.Workload;

/** One playing of a script, whose clock starts when it is made. */
final class RepeatExecution {

    /** When all page views come: all at once, at the start, however long it takes to see to them. */
    static final long ARRIVAL = 0;

    private final Mode mode;
    private final Workload script;
    private final Consumer<CallRecord> told;
    private final long start = System.nanoTime();

    RepeatExecution(Mode mode, Workload script, Consumer<CallRecord> told) {
        this.mode = mode;
        this.script = script;
        this.told = told;
    }

    Scenario scenario() {
        return script.scenario();
    }

    long now() {
        return System.nanoTime() - start;
    }

    /** Begins a call on the current thread; {@code queued} is when it could have begun. */
    StartedCall begin(int user, int call, long queued) {
        return new StartedCall(script.call(user, call), queued, now(), Thread.currentThread());
    }

    /** A call on its way. */
    final class StartedCall {

        private final Workload.CallSpec line;
        private final long queued;
        private final long started;
        private final Thread thread;

        private StartedCall(Workload.CallSpec line, long queued, long started, Thread thread) {
            this.line = line;
            this.queued = queued;
            this.started = started;
            this.thread = thread;
        }

        Workload.CallSpec line() {
            return line;
        }

        /** @return when it was done */
        long end(CallOutcome outcome) {
            long done = now();
            told.accept(new CallRecord(mode, script.repeat(), line.user(), line.call(), Millis.ofNanos(queued),
                    Millis.ofNanos(started), Millis.ofNanos(done), thread.getName(), VirtualThreads.isVirtual(thread),
                    outcome));
            return done;
        }
    }
}
