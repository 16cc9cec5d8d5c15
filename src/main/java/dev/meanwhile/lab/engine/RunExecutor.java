package dev.meanwhile.lab.engine;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

import dev.meanwhile.client.EventLoopTimer;
import dev.meanwhile.lab.result.CallRecord;
import dev.meanwhile.lab.result.Millis;
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
import io.smallrye.mutiny.subscription.MultiEmitter;

/** One run: every mode warmed up, then every repeat of every mode, one at a time. */
public final class RunExecutor {

    /** For threads to end and responses to be collected, so that no mode pays for the one before. */
    private static final Duration PAUSE_BETWEEN_MODES = Duration.ofMillis(50);

    /**
     * How often a mode rests once more for a listener that has not heard all of the one before; a slower one has to bear it.
     */
    private static final int MAX_EXTRA_PAUSES = 20;

    private final Scenario scenario;
    private final RunPlan plan;
    private final Map<Mode, ModeRunner> runners;
    private final EventLoopTimer timer;
    private final Map<Mode, List<RepeatMeasurement>> measurements = new EnumMap<>(Mode.class);
    private final List<ModeResult> results = new ArrayList<>();
    private final AtomicInteger undelivered = new AtomicInteger();
    private final CompletableFuture<Void> stopRequested = new CompletableFuture<>();

    public RunExecutor(Scenario scenario, RunPlan.Environment environment, Map<Mode, ModeRunner> runners,
            EventLoopTimer timer) {
        this.scenario = scenario;
        this.runners = runners;
        this.timer = timer;
        this.plan = RunPlan.of(scenario, runners.keySet(), environment, ProcessUsageMeter.caveats());
    }

    /**
     * Plays while somebody listens.
     *
     * @param onEnd runs when the playing ends, however it ends; a slow listener may have events still to come then
     */
    public Multi<RunEvent> execute(Runnable onEnd) {
        return Multi.createFrom().deferred(() -> {
            // the calls of a mode come from many threads, and an emitter puts them in line
            AtomicReference<MultiEmitter<? super RunEvent>> emitter = new AtomicReference<>();
            Multi<RunEvent> emitted = Multi.createFrom().<RunEvent> emitter(emitter::set);
            Consumer<RunEvent> emit = event -> {
                undelivered.incrementAndGet();
                emitter.get().emit(event);
            };
            Multi<RunEvent> execution = Uni.join().first(executeAll(emit), shutdownSignal(emit)).toTerminate()
                    .onTermination().invoke(onEnd)
                    .invoke(() -> emitter.get().complete())
                    .onItem().transformToMulti(done -> Multi.createFrom().empty());
            return Multi.createBy().merging().streams(emitted, execution);
        });
    }

    /** Ends it with a last event that says so; its calls are given up. */
    public void stop() {
        stopRequested.complete(null);
    }

    private Uni<Void> shutdownSignal(Consumer<RunEvent> onEvent) {
        long startNanos = System.nanoTime();
        return Uni.createFrom().completionStage(stopRequested.copy()).invoke(() -> onEvent.accept(
                new RunCompleted("This instance is about to stop, so this run ended early.", secondsSince(startNanos))));
    }

    private static double secondsSince(long startNanos) {
        return Millis.round((System.nanoTime() - startNanos) / 1e9);
    }

    /** To be told of each event once it has reached the listener. */
    public void onDelivered(RunEvent event) {
        undelivered.decrementAndGet();
    }

    private Uni<Void> executeAll(Consumer<RunEvent> onEvent) {
        long startNanos = System.nanoTime();
        Uni<Void> all = Uni.createFrom().voidItem().invoke(() -> emitPlan(onEvent));
        for (Mode mode : plan.modeOrder().get(0)) {
            for (Scenario step : scenario.warmUps()) {
                all = all.chain(() -> warmUp(new Workload(step, 0), mode));
            }
        }
        for (int repeat = 1; repeat <= scenario.repeats(); repeat++) {
            Workload workload = new Workload(scenario, repeat);
            for (Mode mode : plan.modeOrder().get(repeat - 1)) {
                all = all.chain(() -> measure(workload, mode, onEvent));
            }
        }
        return all.invoke(() -> onEvent.accept(new RunCompleted(RunSummary.of(scenario, results), secondsSince(startNanos))));
    }

    private void emitPlan(Consumer<RunEvent> onEvent) {
        onEvent.accept(plan);
        scenario.modes().stream().filter(mode -> !runners.containsKey(mode))
                .forEach(mode -> emitResult(ModeResult.skipped(mode, VirtualThreads.UNAVAILABLE_MESSAGE), onEvent));
    }

    private Uni<Void> measure(Workload workload, Mode mode, Consumer<RunEvent> onEvent) {
        return pause(MAX_EXTRA_PAUSES).chain(() -> {
            Queue<CallRecord> calls = new ConcurrentLinkedQueue<>();
            ProcessUsageMeter meter = new ProcessUsageMeter();
            return runners.get(mode).run(mode, workload, call -> {
                calls.add(call);
                onEvent.accept(call);
            }).invoke(() -> {
                List<RepeatMeasurement> repeats = measurements.computeIfAbsent(mode, first -> new ArrayList<>());
                repeats.add(new RepeatMeasurement(List.copyOf(calls), meter.usage()));
                if (repeats.size() == scenario.repeats()) {
                    emitResult(ModeResult.of(mode, repeats), onEvent);
                }
            });
        });
    }

    private Uni<Void> pause(int extraPauses) {
        return timer.delay(PAUSE_BETWEEN_MODES)
                .chain(() -> extraPauses == 0 || undelivered.get() == 0 ? Uni.createFrom().voidItem() : pause(extraPauses - 1));
    }

    private Uni<Void> warmUp(Workload workload, Mode mode) {
        return timer.delay(PAUSE_BETWEEN_MODES).chain(() -> runners.get(mode).run(mode, workload, uncounted -> {
        }));
    }

    private void emitResult(ModeResult result, Consumer<RunEvent> onEvent) {
        results.add(result);
        onEvent.accept(result);
    }
}
