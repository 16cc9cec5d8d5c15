package dev.meanwhile.lab;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

import jakarta.enterprise.context.ApplicationScoped;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;

/** Plays on threads that wait for their calls: those of a bounded pool, or virtual ones. */
@ApplicationScoped
class BlockingPlayer implements Player {

    private final LabUpstreamClient upstream;

    BlockingPlayer(LabUpstreamClient upstream) {
        this.upstream = upstream;
    }

    @Override
    public Uni<Void> play(Mode mode, Script script, Consumer<Call> told) {
        return Uni.createFrom().<Void> emitter(emitter -> {
            Runnable whenDone = () -> emitter.complete(null);
            ExecutorService threads = mode == Mode.VIRTUAL ? VirtualThreads.newThreadPerTask()
                    : new Pool(script.scenario().threads(), mode, whenDone);
            emitter.onTermination(threads::shutdownNow);
            Take take = new Take(mode, script, mode == Mode.VIRTUAL ? afterLast(script, told, whenDone) : told);
            try {
                submit(mode, take, threads);
            } catch (RejectedExecutionException e) {
                // cancelled meanwhile
            } catch (OutOfMemoryError e) {
                // no more threads are to be had
                threads.shutdownNow();
                emitter.fail(e);
            }
            threads.shutdown();
        })
                // starting hundreds of threads takes its time, which an event loop does not have
                .runSubscriptionOn(Infrastructure.getDefaultWorkerPool());
    }

    private void submit(Mode mode, Take take, ExecutorService threads) {
        for (int user = 1; user <= take.scenario().users(); user++) {
            int viewer = user;
            if (mode == Mode.SEQUENTIAL) {
                threads.execute(() -> oneAfterAnother(take, viewer));
            } else {
                for (int call = 1; call <= take.scenario().calls(); call++) {
                    int number = call;
                    threads.execute(() -> callOnce(take, viewer, number, Take.ARRIVAL));
                }
            }
        }
    }

    private void oneAfterAnother(Take take, int user) {
        long ready = Take.ARRIVAL;
        for (int call = 1; call <= take.scenario().calls() && ready >= 0; call++) {
            ready = callOnce(take, user, call, ready);
        }
    }

    /** @return when it was done, or -1 if it was interrupted and there is nothing more to do */
    private long callOnce(Take take, int user, int call, long queued) {
        Take.Begun begun = take.begin(user, call, queued);
        try {
            return begun.end(BlockingCall.await(upstream.call(begun.line())));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return -1;
        }
    }

    private static Consumer<Call> afterLast(Script script, Consumer<Call> told, Runnable whenDone) {
        AtomicInteger left = new AtomicInteger(script.scenario().callsAtOnce());
        return call -> {
            told.accept(call);
            if (left.decrementAndGet() == 0) {
                whenDone.run();
            }
        };
    }

    /**
     * Says when it is done, on the last of its threads. What is left of them ends in the rest before the next mode, for which
     * threads that lingered would count.
     */
    private static final class Pool extends ThreadPoolExecutor {

        private final Runnable whenDone;

        private Pool(int threads, Mode mode, Runnable whenDone) {
            super(threads, threads, 0, TimeUnit.MILLISECONDS, new LinkedBlockingQueue<>(),
                    Meter.threads("lab-" + mode.title() + "-"));
            this.whenDone = whenDone;
        }

        @Override
        protected void terminated() {
            whenDone.run();
        }
    }
}
