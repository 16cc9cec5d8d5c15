package dev.meanwhile.lab.engine;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

import jakarta.enterprise.context.ApplicationScoped;

import dev.meanwhile.lab.result.CallRecord;
import dev.meanwhile.lab.scenario.Mode;
import dev.meanwhile.lab.scenario.Workload;
import dev.meanwhile.lab.upstream.LabUpstreamClient;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;

/** Plays on threads that wait for their calls: those of a bounded pool, or virtual ones. */
@ApplicationScoped
public class BlockingRunner implements ModeRunner {

    private final LabUpstreamClient upstream;

    BlockingRunner(LabUpstreamClient upstream) {
        this.upstream = upstream;
    }

    @Override
    public Uni<Void> play(Mode mode, Workload script, Consumer<CallRecord> told) {
        return Uni.createFrom().<Void> emitter(emitter -> {
            Runnable whenDone = () -> emitter.complete(null);
            ExecutorService threads = mode == Mode.VIRTUAL ? VirtualThreads.newThreadPerTask()
                    : new BoundedPool(script.scenario().threads(), mode, whenDone);
            emitter.onTermination(threads::shutdownNow);
            RepeatExecution take = new RepeatExecution(mode, script,
                    mode == Mode.VIRTUAL ? afterLast(script, told, whenDone) : told);
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

    private void submit(Mode mode, RepeatExecution take, ExecutorService threads) {
        for (int user = 1; user <= take.scenario().users(); user++) {
            int viewer = user;
            if (mode == Mode.SEQUENTIAL) {
                threads.execute(() -> oneAfterAnother(take, viewer));
            } else {
                for (int call = 1; call <= take.scenario().calls(); call++) {
                    int number = call;
                    threads.execute(() -> callOnce(take, viewer, number, RepeatExecution.ARRIVAL));
                }
            }
        }
    }

    private void oneAfterAnother(RepeatExecution take, int user) {
        long ready = RepeatExecution.ARRIVAL;
        for (int call = 1; call <= take.scenario().calls() && ready >= 0; call++) {
            ready = callOnce(take, user, call, ready);
        }
    }

    /** @return when it was done, or -1 if it was interrupted and there is nothing more to do */
    private long callOnce(RepeatExecution take, int user, int call, long queued) {
        RepeatExecution.StartedCall begun = take.begin(user, call, queued);
        try {
            return begun.end(BlockingCall.await(upstream.call(begun.line())));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return -1;
        }
    }

    private static Consumer<CallRecord> afterLast(Workload script, Consumer<CallRecord> told, Runnable whenDone) {
        AtomicInteger left = new AtomicInteger(script.scenario().concurrentCalls());
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
    private static final class BoundedPool extends ThreadPoolExecutor {

        private final Runnable whenDone;

        private BoundedPool(int threads, Mode mode, Runnable whenDone) {
            super(threads, threads, 0, TimeUnit.MILLISECONDS, new LinkedBlockingQueue<>(),
                    ProcessUsageMeter.threads("lab-" + mode.title() + "-"));
            this.whenDone = whenDone;
        }

        @Override
        protected void terminated() {
            whenDone.run();
        }
    }
}
