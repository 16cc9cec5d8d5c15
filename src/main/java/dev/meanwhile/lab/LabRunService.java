package dev.meanwhile.lab;

import java.net.URI;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

import org.eclipse.microprofile.config.inject.ConfigProperty;

import dev.meanwhile.api.RequestRejectedException;
import dev.meanwhile.client.EventLoopTimer;
import dev.meanwhile.lab.engine.BlockingRunner;
import dev.meanwhile.lab.engine.EventLoops;
import dev.meanwhile.lab.engine.ModeRunner;
import dev.meanwhile.lab.engine.ReactiveRunner;
import dev.meanwhile.lab.engine.RunExecutor;
import dev.meanwhile.lab.engine.VirtualThreads;
import dev.meanwhile.lab.result.RunEvent;
import dev.meanwhile.lab.result.RunPlan;
import dev.meanwhile.lab.scenario.Mode;
import dev.meanwhile.lab.scenario.Scenario;
import dev.meanwhile.lab.summary.SummaryMessages;
import dev.meanwhile.ui.Language;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.quarkus.info.BuildInfo;
import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.quarkus.runtime.Startup;
import io.smallrye.mutiny.Multi;

/** Starts runs, one at a time, because concurrent runs would distort each other's measurements. */
@Startup
@ApplicationScoped
class LabRunService {

    private final Map<Mode, ModeRunner> runners = new EnumMap<>(Mode.class);
    private final EventLoopTimer timer;
    private final LabConfig config;
    private final RunPlan.Environment environment;
    private final Supplier<URI> upstream;
    private final Map<String, Timer> timersByOutcome;
    private final MeterRegistry metrics;
    private final AtomicReference<RunExecutor> activeRun = new AtomicReference<>();
    private volatile boolean stopping;

    LabRunService(BlockingRunner blocking, ReactiveRunner reactive, EventLoops eventLoops, EventLoopTimer timer,
            LabConfig config,
            @ConfigProperty(name = "quarkus.rest-client.lab-upstream.url") Supplier<URI> upstream,
            @ConfigProperty(name = "quarkus.rest-client.lab-upstream.connection-pool-size") int connections,
            BuildInfo build, MeterRegistry metrics) {
        runners.put(Mode.SEQUENTIAL, blocking);
        runners.put(Mode.POOL, blocking);
        runners.put(Mode.REACTIVE, reactive);
        if (VirtualThreads.AVAILABLE) {
            runners.put(Mode.VIRTUAL, blocking);
        }
        this.timer = timer;
        this.config = config;
        this.metrics = metrics;
        // Registered at startup, because Prometheus sees no increase from the first value of a time series.
        this.timersByOutcome = Stream.of("completed", "cancelled", "stopped", "failed").collect(
                Collectors.toMap(outcome -> outcome, outcome -> Timer.builder("meanwhile.lab.runs")
                        .description("Duration of lab runs, by how they ended").tag("outcome", outcome).register(metrics)));
        this.environment = new RunPlan.Environment(System.getProperty("java.vm.name") + " " + Runtime.version(),
                build.quarkusVersion(), Runtime.getRuntime().availableProcessors(),
                Runtime.getRuntime().maxMemory(), eventLoops.count(), connections, null, null);
        this.upstream = upstream;
    }

    /**
     * Starts a run. The lab is busy from this call until the run ends, so subscribe to the result at once.
     *
     * @param language the language of the sentences about the result
     * @return the events of the run, on a worker thread, for one subscriber; cancelling it cancels the run
     * @throws RequestRejectedException with status 400 if the run would take too long, 429 if another run is active, 503 if
     *         this instance is shutting down
     */
    Multi<RunEvent> start(Scenario scenario, Locale language) {
        validate(scenario);
        RunExecutor run = new RunExecutor(scenario, environment(), runners, timer,
                Language.messages(SummaryMessages.class, language));
        if (!activeRun.compareAndSet(null, run)) {
            throw new RequestRejectedException(429, "The lab is busy with another run. Retry in a few seconds.");
        }
        if (stopping) {
            activeRun.set(null);
            throw RequestRejectedException.shuttingDown();
        }
        Timer.Sample sample = Timer.start(metrics);
        return run.execute((failure, cancelled) -> end(sample, failure, cancelled));
    }

    // The port of this service is known after its start, if the operating system selects it.
    private RunPlan.Environment environment() {
        return environment.withUpstream(upstream.get().toString());
    }

    /** @throws RequestRejectedException with status 400 if a run of {@code scenario} would take too long */
    void validate(Scenario scenario) {
        scenario.requireAtMost(config.maxRunDuration());
    }

    private void end(Timer.Sample sample, Throwable failure, boolean cancelled) {
        activeRun.set(null);
        sample.stop(timersByOutcome
                .get(failure != null ? "failed" : cancelled ? "cancelled" : stopping ? "stopped" : "completed"));
    }

    /** Ends the active run when the shutdown delay starts, because a run may take longer than the platform waits. */
    void stop(@Observes ShutdownDelayInitiatedEvent event) {
        stopping = true;
        RunExecutor run = activeRun.get();
        if (run != null) {
            run.stop();
        }
    }
}
