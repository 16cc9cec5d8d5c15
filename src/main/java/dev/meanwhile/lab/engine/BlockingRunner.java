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
import io.smallrye.mutiny.subscription.UniEmitter;

/** Runs the modes whose threads block until a call completes: on a bounded pool of platform threads, or on virtual threads. */
@ApplicationScoped
public class BlockingRunner implements ModeRunner {

    private final LabUpstreamClient upstream;

    BlockingRunner(LabUpstreamClient upstream) {
        this.upstream = upstream;
    }

    @Override
    public Uni<Void> run(Mode mode, Workload workload, Consumer<CallRecord> onCallCompleted) {
        return Uni.createFrom().<Void> emitter(emitter -> start(mode, workload, onCallCompleted, emitter))
                // starting hundreds of threads would block an event loop
                .runSubscriptionOn(Infrastructure.getDefaultWorkerPool());
    }

    private void start(Mode mode, Workload workload, Consumer<CallRecord> onCallCompleted, UniEmitter<? super Void> emitter) {
        Runnable onDone = () -> emitter.complete(null);
        ExecutorService executor = mode == Mode.VIRTUAL ? VirtualThreads.newThreadPerTask()
                : new BoundedPool(workload.scenario().threads(), mode, onDone);
        emitter.onTermination(executor::shutdownNow);
        RepeatExecution execution = new RepeatExecution(mode, workload,
                mode == Mode.VIRTUAL ? completeAfterLastCall(workload, onCallCompleted, onDone) : onCallCompleted);
        try {
            submit(mode, execution, task -> executor.execute(failing(task, emitter)));
        } catch (RejectedExecutionException e) {
            // cancelled during the submission, which shut the executor down
        } catch (Throwable e) {
            // for example an OutOfMemoryError, because no more threads can be created
            executor.shutdownNow();
            emitter.fail(e);
        }
        executor.shutdown();
    }

    /** Fails the run if {@code task} throws. Otherwise the run would wait for calls that never complete. */
    private static Runnable failing(Runnable task, UniEmitter<? super Void> emitter) {
        return () -> {
            try {
                task.run();
            } catch (Throwable e) {
                emitter.fail(e);
            }
        };
    }

    private void submit(Mode mode, RepeatExecution execution, Consumer<Runnable> executor) {
        for (int user = 1; user <= execution.scenario().users(); user++) {
            int currentUser = user;
            if (mode == Mode.SEQUENTIAL) {
                executor.accept(() -> callSequentially(execution, currentUser));
            } else {
                for (int call = 1; call <= execution.scenario().calls(); call++) {
                    int currentCall = call;
                    executor.accept(() -> callOnce(execution, currentUser, currentCall, RepeatExecution.ARRIVAL_NANOS));
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

    /** @return when the call completed, or -1 if the thread was interrupted because the run was cancelled */
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
     * A pool of a fixed size that reports its termination on its last thread. Its other threads end during the pause before the
     * next mode, whose thread count would include them otherwise.
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
