package dev.meanwhile.lab;

import java.util.function.Consumer;

import io.smallrye.mutiny.Uni;

/** Plays a script in its own way. */
interface ModeRunner {

    /**
     * @param told hears of each call when it is done, on any thread
     * @return done after the last call; cancelling it aborts all that are still on their way
     */
    Uni<Void> play(Mode mode, Workload script, Consumer<CallRecord> told);
}
