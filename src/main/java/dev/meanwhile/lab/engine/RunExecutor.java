package dev.meanwhile.lab.engine;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;

import dev.meanwhile.client.EventLoopTimer;
import dev.meanwhile.lab.result.CallRecord;
import dev.meanwhile.lab.result.MeasuredMode;
import dev.meanwhile.lab.result.ModeResult;
import dev.meanwhile.lab.result.RepeatMeasurement;
import dev.meanwhile.lab.result.RunCompleted;
import dev.meanwhile.lab.result.RunEvent;
import dev.meanwhile.lab.result.RunPlan;
import dev.meanwhile.lab.result.RunSummary;
import dev.meanwhile.lab.scenario.Mode;
import dev.meanwhile.lab.scenario.Scenario;
import dev.meanwhile.lab.scenario.Workload;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.smallrye.mutiny.subscription.MultiEmitter;

/**
 * Executes one run: warms up every mode, then executes each repeat of every mode, one mode at a time.
 * <p>
 * Threading: modes run one after another, so the fields need no lock. The calls of a mode complete on many threads; the
 * emitter serializes their events. A worker thread delivers the events, so that a client that reads slowly does not delay the
 * calls. An event is undelivered from its emission until it was passed to the subscriber. Before each measured mode the run
 * pauses until all events are delivered, but not longer than {@link #MAX_EXTRA_PAUSES} pauses, so that delivery does not
 * disturb the next measurement. A worker thread also passes on the cancellation; {@link #stop} may be called by any thread.
 * <p>
 * The class is longer than 150 lines because delivery, cancellation and order of the modes share this threading.
 */
public final class RunExecutor {

    /** Lets threads end and connections become idle, so that no mode pays for the previous one. */
    private static final Duration PAUSE_BETWEEN_MODES = Duration.ofMillis(50);

    private static final int MAX_EXTRA_PAUSES = 20;

    private final Scenario scenario;
    private final RunPlan plan;
    private final Map<Mode, ModeRunner> runners;
    private final EventLoopTimer timer;
    private final Map<Mode, List<RepeatMeasurement>> measurements = new EnumMap<>(Mode.class);
    private final List<ModeResult> results = new ArrayList<>();
    private final AtomicInteger undelivered = new AtomicInteger();
    private final CompletableFuture<Void> stopRequested = new CompletableFuture<>();
    private final AtomicBoolean ended = new AtomicBoolean();
    private volatile MultiEmitter<? super RunEvent> emitter;
    private volatile long startNanos;

    public RunExecutor(Scenario scenario, RunPlan.Environment environment, Map<Mode, ModeRunner> runners,
            EventLoopTimer timer) {
        this.scenario = scenario;
        this.runners = runners;
        this.timer = timer;
        this.plan = RunPlan.of(scenario, runners.keySet(), environment, ProcessUsageMeter.caveats());
    }

    /**
     * Executes the run on subscription. Cancelling the subscription ends it and aborts its calls.
     *
     * @param onEnd runs once, when no more calls are made, with the failure or null, and whether the run was cancelled; events
     *        may still be undelivered then
     * @return the events, on a worker thread, for one subscriber
     */
    public Multi<RunEvent> execute(BiConsumer<Throwable, Boolean> onEnd) {
        return Multi.createFrom().deferred(() -> {
            startNanos = System.nanoTime();
            Multi<RunEvent> emitted = Multi.createFrom().emitter(newEmitter -> emitter = newEmitter);
            Multi<RunEvent> execution = Uni.join().first(executeModes(), stopSignal()).toTerminate()
                    .onTermination().invoke((item, failure, cancelled) -> {
                        // cancellation may follow the end, because the merge cancels its sources after a failure
                        if (ended.compareAndSet(false, true)) {
                            onEnd.accept(failure, cancelled);
                        }
                    })
                    .invoke(() -> emitter.complete())
                    .onItem().transformToMulti(item -> Multi.createFrom().empty());
            return Multi.createBy().merging().streams(emitted, execution);
        })
                // Workaround for Vert.x 4.5: a request that is reset on its own event loop before its headers are written is
                // not aborted. Can be removed when LabRunResourceTest passes without it.
                .onCancellation().call(() -> Uni.createFrom().voidItem().emitOn(Infrastructure.getDefaultWorkerPool()))
                .emitOn(Infrastructure.getDefaultWorkerPool())
                .invoke(undelivered::decrementAndGet);
    }

    /** Ends the run early with a {@link RunCompleted} event and aborts its calls. */
    public void stop() {
        stopRequested.complete(null);
    }

    private Uni<Void> stopSignal() {
        return Uni.createFrom().completionStage(stopRequested.copy())
                .invoke(() -> emitCompleted("This instance is shutting down, so this run ended early."));
    }

    private Uni<Void> executeModes() {
        Uni<Void> all = Uni.createFrom().voidItem().invoke(this::emitPlan);
        for (Mode mode : plan.modeOrder().get(0)) {
            for (Scenario step : scenario.warmUps()) {
                all = all.chain(() -> warmUp(new Workload(step, 0), mode));
            }
        }
        for (int repeat = 1; repeat <= scenario.repeats(); repeat++) {
            Workload workload = new Workload(scenario, repeat);
            for (Mode mode : plan.modeOrder().get(repeat - 1)) {
                all = all.chain(() -> measure(workload, mode));
            }
        }
        return all.invoke(() -> emitCompleted(RunSummary.of(scenario, results)));
    }

    private void emitPlan() {
        emit(plan);
        scenario.modes().stream().filter(mode -> !runners.containsKey(mode))
                .forEach(mode -> emitResult(new ModeResult.SkippedMode(mode, VirtualThreads.UNAVAILABLE_MESSAGE)));
    }

    private Uni<Void> warmUp(Workload workload, Mode mode) {
        return timer.delay(PAUSE_BETWEEN_MODES).chain(() -> runners.get(mode).run(mode, workload, notMeasured -> {
        }));
    }

    private Uni<Void> measure(Workload workload, Mode mode) {
        return pauseUntilDelivered(MAX_EXTRA_PAUSES).chain(() -> {
            Queue<CallRecord> calls = new ConcurrentLinkedQueue<>();
            ProcessUsageMeter meter = new ProcessUsageMeter();
            return runners.get(mode).run(mode, workload, call -> {
                calls.add(call);
                emit(call);
            }).invoke(() -> {
                List<RepeatMeasurement> repeats = measurements.computeIfAbsent(mode, first -> new ArrayList<>());
                repeats.add(new RepeatMeasurement(List.copyOf(calls), meter.usage()));
                if (repeats.size() == scenario.repeats()) {
                    emitResult(MeasuredMode.of(mode, repeats));
                }
            });
        });
    }

    private Uni<Void> pauseUntilDelivered(int extraPauses) {
        return timer.delay(PAUSE_BETWEEN_MODES).chain(() -> extraPauses == 0 || undelivered.get() == 0
                ? Uni.createFrom().voidItem()
                : pauseUntilDelivered(extraPauses - 1));
    }

    private void emitResult(ModeResult result) {
        results.add(result);
        emit(result);
    }

    private void emitCompleted(String explanation) {
        emit(RunCompleted.afterNanos(System.nanoTime() - startNanos, explanation));
    }

    private void emit(RunEvent event) {
        undelivered.incrementAndGet();
        emitter.emit(event);
    }
}
