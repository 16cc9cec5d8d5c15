package dev.meanwhile.lab.engine;

import dev.meanwhile.lab.result.CallRecord;
import dev.meanwhile.lab.result.Timeline;
import dev.meanwhile.lab.scenario.Mode;
import dev.meanwhile.lab.scenario.Workload;
import io.smallrye.mutiny.Uni;

/** Executes a workload in one or several modes. */
public interface ModeRunner {

    /**
     * @param observer receives the measurements
     * @return completes after the last call and fails if a call throws; cancelling it aborts all calls in flight
     */
    Uni<Void> run(Mode mode, Workload workload, Observer observer);

    /** Receives the measurements of a repeat, on any thread. */
    interface Observer {

        /** Ignores all measurements, as the warm-up does. */
        Observer NONE = new Observer() {
        };

        default void callCompleted(CallRecord call) {
        }

        /** A platform thread was occupied by a call in this interval: it executed the code of the call or blocked in it. */
        default void threadHeld(Timeline.Interval interval) {
        }

        /** @param action runs after each call that this observer has received, on the same thread */
        default Observer afterEachCall(Runnable action) {
            Observer first = this;
            return new Observer() {
                @Override
                public void callCompleted(CallRecord call) {
                    first.callCompleted(call);
                    action.run();
                }

                @Override
                public void threadHeld(Timeline.Interval interval) {
                    first.threadHeld(interval);
                }
            };
        }
    }
}
