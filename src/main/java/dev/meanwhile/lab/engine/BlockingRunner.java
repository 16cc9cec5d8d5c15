package dev.meanwhile.lab.engine;

import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import jakarta.enterprise.context.ApplicationScoped;

import dev.meanwhile.lab.scenario.CallResult;
import dev.meanwhile.lab.scenario.Mode;
import dev.meanwhile.lab.scenario.Workload;
import dev.meanwhile.lab.upstream.LabUpstreamClient;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.smallrye.mutiny.subscription.UniEmitter;

/**
 * Runs the modes whose threads block until a call completes: {@code sequential} and {@code pool} on a bounded pool of platform
 * threads, {@code virtual} on a new virtual thread for each call.
 */
@ApplicationScoped
public class BlockingRunner implements ModeRunner {

    private static final long INTERRUPTED = -1;

    private final LabUpstreamClient upstream;

    BlockingRunner(LabUpstreamClient upstream) {
        this.upstream = upstream;
    }

    @Override
    public Uni<Void> run(Mode mode, Workload workload, Observer observer) {
        return Uni.createFrom().<Void> emitter(emitter -> start(mode, workload, observer, emitter))
                // starting hundreds of threads would block an event loop
                .runSubscriptionOn(Infrastructure.getDefaultWorkerPool());
    }

    private void start(Mode mode, Workload workload, Observer observer, UniEmitter<? super Void> emitter) {
        Runnable onDone = () -> emitter.complete(null);
        ExecutorService executor = mode == Mode.VIRTUAL ? VirtualThreads.newThreadPerTask()
                : new BoundedPool(workload.scenario().threads(), mode, onDone);
        emitter.onTermination(executor::shutdownNow);
        RepeatExecution execution = new RepeatExecution(mode, workload,
                mode == Mode.VIRTUAL ? completeAfterLastCall(workload, observer, onDone) : observer);
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

    private void submit(Mode mode, RepeatExecution execution, Executor executor) {
        for (int user = 1; user <= execution.scenario().users(); user++) {
            if (mode == Mode.SEQUENTIAL) {
                submitPageView(execution, user, executor);
            } else {
                submitCalls(execution, user, executor);
            }
        }
    }

    private void submitPageView(RepeatExecution execution, int user, Executor executor) {
        executor.execute(() -> {
            long ready = RepeatExecution.ARRIVAL_NANOS;
            for (int call = 1; call <= execution.scenario().calls() && ready != INTERRUPTED; call++) {
                ready = callAndWait(execution, user, call, ready);
            }
        });
    }

    private void submitCalls(RepeatExecution execution, int user, Executor executor) {
        for (int call = 1; call <= execution.scenario().calls(); call++) {
            int number = call;
            executor.execute(() -> callAndWait(execution, user, number, RepeatExecution.ARRIVAL_NANOS));
        }
    }

    /** @return when the call completed, or {@link #INTERRUPTED} if the run was cancelled */
    private long callAndWait(RepeatExecution execution, int user, int call, long queuedNanos) {
        RepeatExecution.StartedCall started = execution.startCall(user, call, queuedNanos);
        try {
            CallResult result = BlockingAwait.await(upstream.call(started.spec()), started);
            return started.complete(result);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return INTERRUPTED;
        }
    }

    // an executor of virtual threads has no method that reports its termination
    private static Observer completeAfterLastCall(Workload workload, Observer observer, Runnable onDone) {
        AtomicInteger remaining = new AtomicInteger(workload.scenario().concurrentCalls());
        return observer.afterEachCall(() -> {
            if (remaining.decrementAndGet() == 0) {
                onDone.run();
            }
        });
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
