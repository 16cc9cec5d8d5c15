package dev.meanwhile.lab.engine;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

import dev.meanwhile.lab.scenario.CallOutcome;
import io.smallrye.mutiny.Uni;

/** Blocks a thread until a call completes. The only class that does so; it must not run on an event loop. */
final class BlockingCall {

    private BlockingCall() {
    }

    /** @throws InterruptedException if the thread is interrupted while it waits; the call is aborted then */
    static CallOutcome await(Uni<CallOutcome> call) throws InterruptedException {
        CompletableFuture<CallOutcome> outcome = call.subscribeAsCompletionStage();
        try {
            return outcome.get();
        } catch (InterruptedException e) {
            outcome.cancel(true);
            throw e;
        } catch (ExecutionException e) {
            throw new IllegalStateException("A call must complete with an outcome, but failed", e);
        }
    }
}
