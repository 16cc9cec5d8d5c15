package dev.meanwhile.lab.engine;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.time.Duration;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import dev.meanwhile.lab.scenario.Mode;
import dev.meanwhile.lab.scenario.ScenarioFixtures;
import dev.meanwhile.lab.scenario.Workload;
import dev.meanwhile.lab.upstream.LabUpstreamClient;
import io.smallrye.mutiny.helpers.test.UniAssertSubscriber;
import io.vertx.core.Vertx;

class ModeRunnerTest {

    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    // each call throws a NullPointerException instead of failing
    private static final LabUpstreamClient NONE = null;

    private final Vertx vertx = Vertx.vertx();

    @AfterEach
    void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @ParameterizedTest
    @EnumSource(Mode.class)
    void failsIfACallThrows(Mode mode) {
        assumeTrue(VirtualThreads.AVAILABLE || mode != Mode.VIRTUAL);
        ModeRunner runner = mode == Mode.REACTIVE ? new ReactiveRunner(NONE, new EventLoops(vertx)) : new BlockingRunner(NONE);

        runner.run(mode, new Workload(ScenarioFixtures.of(3, 2, 2), 1), ModeRunner.Observer.NONE).subscribe()
                .withSubscriber(UniAssertSubscriber.create()).awaitFailure(TIMEOUT)
                .assertFailedWith(NullPointerException.class);
    }
}
