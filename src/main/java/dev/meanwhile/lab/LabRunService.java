package dev.meanwhile.lab;

import java.net.URI;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;

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
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;

/** The runs of this instance: one at a time, for two would measure each other. */
@ApplicationScoped
class LabRunService {

    private final Map<Mode, ModeRunner> runners = new EnumMap<>(Mode.class);
    private final EventLoopTimer timer;
    private final LabConfig config;
    private final RunPlan.Environment environment;
    private final MeterRegistry metrics;
    private final AtomicReference<RunExecutor> activeRun = new AtomicReference<>();
    private volatile boolean stopping;

    LabRunService(BlockingRunner blocking, ReactiveRunner reactive, EventLoops eventLoops, EventLoopTimer timer,
            LabConfig config,
            @ConfigProperty(name = "quarkus.rest-client.lab-upstream.url") URI upstream,
            @ConfigProperty(name = "quarkus.rest-client.lab-upstream.connection-pool-size") int connections,
            MeterRegistry metrics) {
        runners.put(Mode.SEQUENTIAL, blocking);
        runners.put(Mode.POOL, blocking);
        runners.put(Mode.REACTIVE, reactive);
        if (VirtualThreads.AVAILABLE) {
            runners.put(Mode.VIRTUAL, blocking);
        }
        this.timer = timer;
        this.config = config;
        this.metrics = metrics;
        this.environment = new RunPlan.Environment(System.getProperty("java.vm.name") + " " + Runtime.version(),
                Quarkus.class.getPackage().getImplementationVersion(), Runtime.getRuntime().availableProcessors(),
                Runtime.getRuntime().maxMemory(), eventLoops.count(), connections, upstream.toString());
    }

    /**
     * Plays {@code scenario}, unless nobody listens any more.
     *
     * @return its events, on a worker thread, for a subscriber that comes at once and only once
     * @throws RequestRejectedException if it would take too long, another run is playing, or this instance is about to stop
     */
    Multi<RunEvent> start(Scenario scenario) {
        scenario.requireAtMost(config.maxLength());
        RunExecutor run = new RunExecutor(scenario, environment, runners, timer);
        if (!activeRun.compareAndSet(null, run)) {
            throw new RequestRejectedException(429, "The lab is busy with another run. Try again in a moment.");
        }
        if (stopping) {
            activeRun.set(null);
            throw new RequestRejectedException(503, "This instance is about to stop.");
        }
        Timer.Sample sample = Timer.start(metrics);
        // a run that is cancelled at its very end ends twice, and must not make room for a third one then
        return run.execute(() -> activeRun.compareAndSet(run, null))
                .onTermination().invoke((failure, cancelled) -> sample.stop(metrics.timer("meanwhile.lab.runs", "outcome",
                        failure != null ? "failed" : cancelled ? "cancelled" : stopping ? "stopped" : "completed")))
                // Vert.x forgets to abort a request whose head waits to be written by the very event loop that aborts it
                .onCancellation().call(() -> Uni.createFrom().voidItem().emitOn(Infrastructure.getDefaultWorkerPool()))
                // whoever writes the events must not slow down whoever makes the calls
                .emitOn(Infrastructure.getDefaultWorkerPool())
                .invoke(run::onDelivered);
    }

    /** A run may take longer than the platform waits, so it ends with the readiness of this instance. */
    void stop(@Observes ShutdownDelayInitiatedEvent event) {
        stopping = true;
        RunExecutor run = activeRun.get();
        if (run != null) {
            run.stop();
        }
    }
}
