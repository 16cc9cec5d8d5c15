package dev.meanwhile.lab.engine;

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
import dev.meanwhile.lab.result.Timeline;
import dev.meanwhile.lab.scenario.Mode;
import dev.meanwhile.lab.scenario.RunEstimate;
import dev.meanwhile.lab.scenario.Scenario;
import dev.meanwhile.lab.scenario.Workload;
import dev.meanwhile.lab.summary.RunSummary;
import dev.meanwhile.lab.summary.SummaryMessages;
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

    private static final int MAX_EXTRA_PAUSES = 20;

    private final Scenario scenario;
    private final RunPlan plan;
    private final Map<Mode, ModeRunner> runners;
    private final EventLoopTimer timer;
    private final SummaryMessages messages;
    private final Map<Mode, List<RepeatMeasurement>> measurements = new EnumMap<>(Mode.class);
    private final AtomicInteger undelivered = new AtomicInteger();
    private final CompletableFuture<Void> stopRequested = new CompletableFuture<>();
    private final AtomicBoolean ended = new AtomicBoolean();
    private volatile MultiEmitter<? super RunEvent> emitter;
    private volatile long startNanos;

    public RunExecutor(Scenario scenario, RunPlan.Environment environment, Map<Mode, ModeRunner> runners,
            EventLoopTimer timer, SummaryMessages messages) {
        this.scenario = scenario;
        this.runners = runners;
        this.timer = timer;
        this.messages = messages;
        this.plan = RunPlan.of(scenario, runners.keySet(), environment.withLoad(ProcessUsageMeter.load()),
                RunSummary.caveats(messages, ProcessUsageMeter.countsEndedThreads()));
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
                        // a cancellation can come after the end, because the merge cancels its sources after a failure
                        if (ended.compareAndSet(false, true)) {
                            onEnd.accept(failure, cancelled);
                        }
                    })
                    .invoke(() -> emitter.complete())
                    .onItem().transformToMulti(item -> Multi.createFrom().empty());
            return Multi.createBy().merging().streams(emitted, execution);
        })
                // Workaround for Vert.x 4.5: a request that is reset on its own event loop before its headers are written is
                // not aborted. This can be deleted when LabRunResourceTest passes without it.
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
                .invoke(() -> emit(RunCompleted.early(elapsedSeconds(), messages.stopped())));
    }

    private Uni<Void> executeModes() {
        Uni<Void> all = Uni.createFrom().voidItem().invoke(this::emitPlan).chain(this::calibrateWork);
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
        return all.invoke(() -> emit(RunSummary.completed(messages, plan, measurements, elapsedSeconds())));
    }

    private Uni<Void> calibrateWork() {
        return scenario.work().isZero() ? Uni.createFrom().voidItem()
                : Uni.createFrom().voidItem().emitOn(Infrastructure.getDefaultWorkerPool()).invoke(ProcessorWork::calibrate);
    }

    private void emitPlan() {
        emit(plan);
        scenario.modes().stream().filter(mode -> !runners.containsKey(mode))
                .forEach(
                        mode -> emit(new ModeResult.SkippedMode(mode, messages.noVirtualThreads(Runtime.version().feature()))));
    }

    private Uni<Void> warmUp(Workload workload, Mode mode) {
        return timer.delay(RunEstimate.PAUSE_BETWEEN_MODES)
                .chain(() -> runners.get(mode).run(mode, workload, ModeRunner.Observer.NONE));
    }

    private Uni<Void> measure(Workload workload, Mode mode) {
        return pauseUntilDelivered(MAX_EXTRA_PAUSES).chain(() -> {
            Recorder recorder = new Recorder();
            ProcessUsageMeter meter = new ProcessUsageMeter();
            return runners.get(mode).run(mode, workload, recorder).invoke(() -> {
                List<RepeatMeasurement> repeats = measurements.computeIfAbsent(mode, first -> new ArrayList<>());
                repeats.add(new RepeatMeasurement(List.copyOf(recorder.calls), List.copyOf(recorder.held), meter.usage()));
                emit(Timeline.of(mode, workload.repeat(), repeats.get(repeats.size() - 1)));
                if (repeats.size() == scenario.repeats()) {
                    emit(MeasuredMode.of(mode, repeats));
                }
            });
        });
    }

    private Uni<Void> pauseUntilDelivered(int extraPauses) {
        return timer.delay(RunEstimate.PAUSE_BETWEEN_MODES).chain(() -> extraPauses == 0 || undelivered.get() == 0
                ? Uni.createFrom().voidItem()
                : pauseUntilDelivered(extraPauses - 1));
    }

    private double elapsedSeconds() {
        return (System.nanoTime() - startNanos) / 1e9;
    }

    private void emit(RunEvent event) {
        undelivered.incrementAndGet();
        emitter.emit(event);
    }

    /** Keeps the measurements of a repeat and emits its calls. */
    private final class Recorder implements ModeRunner.Observer {

        private final Queue<CallRecord> calls = new ConcurrentLinkedQueue<>();
        private final Queue<Timeline.Interval> held = new ConcurrentLinkedQueue<>();

        @Override
        public void callCompleted(CallRecord call) {
            calls.add(call);
            emit(call);
        }

        @Override
        public void threadHeld(Timeline.Interval interval) {
            held.add(interval);
        }
    }
}
