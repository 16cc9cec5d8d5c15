package dev.meanwhile.lab.engine;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

import dev.meanwhile.lab.scenario.CallResult;
import io.smallrye.mutiny.Uni;

/** Blocks a thread until a call completes. No other class does so. This class must not run on an event loop. */
final class BlockingAwait {

    private BlockingAwait() {
    }

    /**
     * Sends {@code call} and blocks the current thread until its result is known.
     *
     * @param started receives when the thread blocks and when it continues
     * @throws InterruptedException if the thread is interrupted while it waits; the call is then aborted
     */
    static CallResult await(Uni<CallResult> call, RepeatExecution.StartedCall started) throws InterruptedException {
        CompletableFuture<CallResult> result = call.subscribeAsCompletionStage();
        try {
            started.suspended();
            return result.get();
        } catch (InterruptedException e) {
            result.cancel(true);
            throw e;
        } catch (ExecutionException e) {
            throw new IllegalStateException("A call must complete with a result, but failed", e);
        } finally {
            started.resumed();
        }
    }
}
