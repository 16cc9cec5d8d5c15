package dev.meanwhile.lab.engine;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

import dev.meanwhile.lab.scenario.CallOutcome;
import io.smallrye.mutiny.Uni;

/** The one place where a thread waits, to show what that costs; never an event loop. */
final class BlockingCall {

    private BlockingCall() {
    }

    /** @throws InterruptedException if the thread was interrupted while it waited; the call is aborted then */
    static CallOutcome await(Uni<CallOutcome> call) throws InterruptedException {
        CompletableFuture<CallOutcome> outcome = call.subscribeAsCompletionStage();
        try {
            return outcome.get();
        } catch (InterruptedException e) {
            outcome.cancel(true);
            throw e;
        } catch (ExecutionException e) {
            throw new IllegalStateException("Outcomes never fail", e);
        }
    }
}
