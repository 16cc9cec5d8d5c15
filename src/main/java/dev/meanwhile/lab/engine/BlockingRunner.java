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
    public Uni<Void> run(Mode mode, Workload workload, Consumer<CallRecord> onCallCompleted) {
        return Uni.createFrom().<Void> emitter(emitter -> {
            Runnable onDone = () -> emitter.complete(null);
            ExecutorService executor = mode == Mode.VIRTUAL ? VirtualThreads.newThreadPerTask()
                    : new BoundedPool(workload.scenario().threads(), mode, onDone);
            emitter.onTermination(executor::shutdownNow);
            RepeatExecution execution = new RepeatExecution(mode, workload,
                    mode == Mode.VIRTUAL ? completeAfterLastCall(workload, onCallCompleted, onDone) : onCallCompleted);
            try {
                submit(mode, execution, executor);
            } catch (RejectedExecutionException e) {
                // cancelled meanwhile
            } catch (OutOfMemoryError e) {
                // no more threads are to be had
                executor.shutdownNow();
                emitter.fail(e);
            }
            executor.shutdown();
        })
                // starting hundreds of threads takes its time, which an event loop does not have
                .runSubscriptionOn(Infrastructure.getDefaultWorkerPool());
    }

    private void submit(Mode mode, RepeatExecution execution, ExecutorService executor) {
        for (int user = 1; user <= execution.scenario().users(); user++) {
            int currentUser = user;
            if (mode == Mode.SEQUENTIAL) {
                executor.execute(() -> callSequentially(execution, currentUser));
            } else {
                for (int call = 1; call <= execution.scenario().calls(); call++) {
                    int currentCall = call;
                    executor.execute(() -> callOnce(execution, currentUser, currentCall, RepeatExecution.ARRIVAL_NANOS));
                }
            }
        }
    }

    private void callSequentially(RepeatExecution execution, int user) {
        long readyNanos = RepeatExecution.ARRIVAL_NANOS;
        for (int call = 1; call <= execution.scenario().calls() && readyNanos >= 0; call++) {
            readyNanos = callOnce(execution, user, call, readyNanos);
        }
    }

    /** @return when it was done, or -1 if it was interrupted and there is nothing more to do */
    private long callOnce(RepeatExecution execution, int user, int call, long queuedNanos) {
        RepeatExecution.StartedCall started = execution.startCall(user, call, queuedNanos);
        try {
            return started.complete(BlockingCall.await(upstream.call(started.spec())));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return -1;
        }
    }

    private static Consumer<CallRecord> completeAfterLastCall(Workload workload, Consumer<CallRecord> onCallCompleted,
            Runnable onDone) {
        AtomicInteger remaining = new AtomicInteger(workload.scenario().concurrentCalls());
        return call -> {
            onCallCompleted.accept(call);
            if (remaining.decrementAndGet() == 0) {
                onDone.run();
            }
        };
    }

    /**
     * Says when it is done, on the last of its threads. What is remaining of them ends in the rest before the next mode, for
     * which
     * threads that lingered would count.
     */
    private static final class BoundedPool extends ThreadPoolExecutor {

        private final Runnable onDone;

        private BoundedPool(int threads, Mode mode, Runnable onDone) {
            super(threads, threads, 0, TimeUnit.MILLISECONDS, new LinkedBlockingQueue<>(),
                    ProcessUsageMeter.countingThreadFactory("lab-" + mode.title() + "-"));
            this.onDone = onDone;
        }

        @Override
        protected void terminated() {
            onDone.run();
        }
    }
}
