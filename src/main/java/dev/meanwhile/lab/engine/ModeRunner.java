package dev.meanwhile.lab.engine;

import java.util.function.Consumer;

import dev.meanwhile.lab.result.CallRecord;
import dev.meanwhile.lab.scenario.Mode;
import dev.meanwhile.lab.scenario.Workload;
import io.smallrye.mutiny.Uni;

/** Plays a script in its own way. */
public interface ModeRunner {

    /**
     * @param onCallCompleted hears of each call when it is done, on any thread
     * @return done after the last call; cancelling it aborts all that are still on their way
     */
    Uni<Void> run(Mode mode, Workload workload, Consumer<CallRecord> onCallCompleted);
}
