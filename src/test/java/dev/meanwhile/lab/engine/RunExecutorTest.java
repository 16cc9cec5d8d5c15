package dev.meanwhile.lab.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import dev.meanwhile.client.EventLoopTimer;
import dev.meanwhile.lab.result.CallRecord;
import dev.meanwhile.lab.result.RunEvent;
import dev.meanwhile.lab.scenario.CallOutcome;
import dev.meanwhile.lab.scenario.Mode;
import dev.meanwhile.lab.scenario.Scenario;
import dev.meanwhile.lab.scenario.Workload;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.helpers.test.AssertSubscriber;
import io.vertx.core.Vertx;

/** Tests the order and delivery of the events of a run, with a runner that takes no time. */
class RunExecutorTest {

    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final Scenario SCENARIO = new Scenario(1, 1, Duration.ZERO, Duration.ZERO, 0, 1, 1,
            EnumSet.of(Mode.POOL, Mode.REACTIVE), 7L);

    private final Vertx vertx = Vertx.vertx();
    private final List<Mode> executed = new CopyOnWriteArrayList<>();
    private volatile Error thrown;
    private final AtomicInteger ended = new AtomicInteger();
    private final RunExecutor run = new RunExecutor(SCENARIO, null,
            Map.of(Mode.POOL, this::runMode, Mode.REACTIVE, this::runMode),
            new EventLoopTimer(vertx));
    private final AssertSubscriber<RunEvent> listener = AssertSubscriber.create(0);

    private Uni<Void> runMode(Mode mode, Workload workload, Consumer<CallRecord> onCallCompleted) {
        if (thrown != null) {
            throw thrown;
        }
        return Uni.createFrom().voidItem().invoke(() -> {
            if (workload.repeat() > 0) {
                executed.add(mode);
                onCallCompleted.accept(new CallRecord(mode, 1, 1, 1, 0, 0, 1, "any", false, CallOutcome.OK));
            }
        });
    }

    @AfterEach
    void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void startsNoModeBeforeTheEventsOfThePreviousOneAreDelivered() {
        execute();
        listener.request(1);
        // the call of the first mode and its result follow the plan and are not requested yet
        await().until(() -> executed.size() == 1);

        await().during(Duration.ofMillis(300)).until(() -> executed.size() == 1);
        assertThat(listener.getItems()).hasSize(1);
        listener.request(2);

        await().atMost(Duration.ofMillis(500)).until(() -> executed.size() == 2);
    }

    @Test
    void completesAlthoughTheSubscriberRequestsNothing() {
        execute();

        await().atMost(TIMEOUT).until(() -> ended.get() == 1);
        assertThat(executed).hasSize(2);
    }

    @Test
    void endsIfARunnerThrows() {
        thrown = new StackOverflowError();
        execute();
        listener.request(Long.MAX_VALUE);

        assertThat(listener.awaitFailure(TIMEOUT).getFailure()).isSameAs(thrown);
        assertThat(ended).hasValue(1);
    }

    private void execute() {
        run.execute((failure, cancelled) -> ended.incrementAndGet()).subscribe().withSubscriber(listener);
    }
}
