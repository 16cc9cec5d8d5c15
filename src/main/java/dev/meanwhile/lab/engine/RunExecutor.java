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
    private static final Duration REST = Duration.ofMillis(50);

    /**
     * How often a mode rests once more for a listener that has not heard all of the one before; a slower one has to bear it.
     */
    private static final int MORE_RESTS = 20;

    private final Scenario scenario;
    private final RunPlan plan;
    private final Map<Mode, ModeRunner> players;
    private final EventLoopTimer timer;
    private final Map<Mode, List<RepeatMeasurement>> samples = new EnumMap<>(Mode.class);
    private final List<ModeResult> results = new ArrayList<>();
    private final AtomicInteger unheard = new AtomicInteger();
    private final CompletableFuture<Void> stopped = new CompletableFuture<>();

    public RunExecutor(Scenario scenario, RunPlan.Environment machine, Map<Mode, ModeRunner> players, EventLoopTimer timer) {
        this.scenario = scenario;
        this.players = players;
        this.timer = timer;
        this.plan = RunPlan.of(scenario, players.keySet(), machine, ProcessUsageMeter.caveats());
    }

    /**
     * Plays while somebody listens.
     *
     * @param ended runs when the playing ends, however it ends; a slow listener may have events still to come then
     */
    public Multi<RunEvent> events(Runnable ended) {
        return Multi.createFrom().deferred(() -> {
            // the calls of a mode come from many threads, and an emitter puts them in line
            AtomicReference<MultiEmitter<? super RunEvent>> line = new AtomicReference<>();
            Multi<RunEvent> told = Multi.createFrom().<RunEvent> emitter(line::set);
            Consumer<RunEvent> tell = event -> {
                unheard.incrementAndGet();
                line.get().emit(event);
            };
            Multi<RunEvent> played = Uni.join().first(play(tell), earlyEnd(tell)).toTerminate()
                    .onTermination().invoke(ended)
                    .invoke(() -> line.get().complete())
                    .onItem().transformToMulti(done -> Multi.createFrom().empty());
            return Multi.createBy().merging().streams(told, played);
        });
    }

    /** Ends it with a last event that says so; its calls are given up. */
    public void stop() {
        stopped.complete(null);
    }

    private Uni<Void> earlyEnd(Consumer<RunEvent> told) {
        long began = System.nanoTime();
        return Uni.createFrom().completionStage(stopped.copy()).invoke(() -> told.accept(
                new RunCompleted("This instance is about to stop, so this run ended early.", secondsSince(began))));
    }

    private static double secondsSince(long began) {
        return Millis.round((System.nanoTime() - began) / 1e9);
    }

    /** To be told of each event once it has reached the listener. */
    public void heard(RunEvent event) {
        unheard.decrementAndGet();
    }

    private Uni<Void> play(Consumer<RunEvent> told) {
        long began = System.nanoTime();
        Uni<Void> all = Uni.createFrom().voidItem().invoke(() -> begin(told));
        for (Mode mode : plan.modeOrder().get(0)) {
            for (Scenario step : scenario.warmUps()) {
                all = all.chain(() -> warmUp(new Workload(step, 0), mode));
            }
        }
        for (int repeat = 1; repeat <= scenario.repeats(); repeat++) {
            Workload script = new Workload(scenario, repeat);
            for (Mode mode : plan.modeOrder().get(repeat - 1)) {
                all = all.chain(() -> measure(script, mode, told));
            }
        }
        return all.invoke(() -> told.accept(new RunCompleted(RunSummary.of(scenario, results), secondsSince(began))));
    }

    private void begin(Consumer<RunEvent> told) {
        told.accept(plan);
        scenario.modes().stream().filter(mode -> !players.containsKey(mode))
                .forEach(mode -> finish(ModeResult.skipped(mode, VirtualThreads.ABSENCE), told));
    }

    private Uni<Void> measure(Workload script, Mode mode, Consumer<RunEvent> told) {
        return rest(MORE_RESTS).chain(() -> {
            Queue<CallRecord> calls = new ConcurrentLinkedQueue<>();
            ProcessUsageMeter meter = new ProcessUsageMeter();
            return players.get(mode).play(mode, script, call -> {
                calls.add(call);
                told.accept(call);
            }).invoke(() -> {
                List<RepeatMeasurement> repeats = samples.computeIfAbsent(mode, first -> new ArrayList<>());
                repeats.add(new RepeatMeasurement(List.copyOf(calls), meter.usage()));
                if (repeats.size() == scenario.repeats()) {
                    finish(ModeResult.of(mode, repeats), told);
                }
            });
        });
    }

    private Uni<Void> rest(int more) {
        return timer.delay(REST)
                .chain(() -> more == 0 || unheard.get() == 0 ? Uni.createFrom().voidItem() : rest(more - 1));
    }

    private Uni<Void> warmUp(Workload script, Mode mode) {
        return timer.delay(REST).chain(() -> players.get(mode).play(mode, script, uncounted -> {
        }));
    }

    private void finish(ModeResult result, Consumer<RunEvent> told) {
        results.add(result);
        told.accept(result);
    }
}
