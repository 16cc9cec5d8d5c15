package dev.meanwhile.lab.engine;

import java.util.function.Consumer;

import dev.meanwhile.lab.result.CallRecord;
import dev.meanwhile.lab.scenario.Mode;
import dev.meanwhile.lab.scenario.Workload;
import io.smallrye.mutiny.Uni;

/** Executes a workload in one or several modes. */
public interface ModeRunner {

    /**
     * @param onCallCompleted receives each completed call, on any thread
     * @return completes after the last call and fails if a call throws; cancelling it aborts all calls in flight
     */
    Uni<Void> run(Mode mode, Workload workload, Consumer<CallRecord> onCallCompleted);
}
