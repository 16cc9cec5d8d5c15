package dev.meanwhile.lab.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import dev.meanwhile.client.EventLoopTimer;
import dev.meanwhile.lab.result.CallRecord;
import dev.meanwhile.lab.result.RunEvent;
import dev.meanwhile.lab.result.RunPlan;
import dev.meanwhile.lab.result.Timeline;
import dev.meanwhile.lab.scenario.CallOutcome;
import dev.meanwhile.lab.scenario.Mode;
import dev.meanwhile.lab.scenario.Scenario;
import dev.meanwhile.lab.scenario.Workload;
import dev.meanwhile.lab.summary.SummaryMessages;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.helpers.test.AssertSubscriber;
import io.vertx.core.Vertx;

/** Tests the order and delivery of the events of a run, with a runner that takes no time. */
class RunExecutorTest {

    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final Scenario SCENARIO = new Scenario(1, 1, Duration.ZERO, Duration.ZERO, Duration.ZERO, 0, 1, 1,
            EnumSet.of(Mode.POOL, Mode.REACTIVE), 7L);

    private final Vertx vertx = Vertx.vertx();
    private final List<Mode> executed = new CopyOnWriteArrayList<>();
    private volatile Error thrown;
    private final AtomicInteger ended = new AtomicInteger();
    private final RunExecutor run = new RunExecutor(SCENARIO,
            new RunPlan.Environment("Java", "3", 2, 1, 4, 1, "http://localhost", null),
            Map.of(Mode.POOL, this::runMode, Mode.REACTIVE, this::runMode),
            new EventLoopTimer(vertx), messages());
    private final AssertSubscriber<RunEvent> listener = AssertSubscriber.create(0);

    private static SummaryMessages messages() {
        return (SummaryMessages) Proxy.newProxyInstance(SummaryMessages.class.getClassLoader(),
                new Class<?>[] { SummaryMessages.class }, (proxy, method, arguments) -> method.getName());
    }

    private Uni<Void> runMode(Mode mode, Workload workload, ModeRunner.Observer observer) {
        if (thrown != null) {
            throw thrown;
        }
        return Uni.createFrom().voidItem().invoke(() -> {
            if (workload.repeat() > 0) {
                executed.add(mode);
                observer.threadHeld(new Timeline.Interval(0, 1));
                observer.callCompleted(new CallRecord(mode, 1, 1, 1, 0, 0, null, 1, "any", false, CallOutcome.OK, null));
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
        // the call of the first mode, its timeline and its result follow the plan and are not requested yet
        await().until(() -> executed.size() == 1);

        await().during(Duration.ofMillis(300)).until(() -> executed.size() == 1);
        assertThat(listener.getItems()).hasSize(1);
        listener.request(3);

        await().atMost(Duration.ofMillis(500)).until(() -> executed.size() == 2);
    }

    @Test
    void completesAlthoughTheSubscriberRequestsNothing() {
        execute();

        await().atMost(TIMEOUT).until(() -> ended.get() == 1);
        assertThat(executed).hasSize(2);
    }

    @Test
    void emitsATimelineBetweenTheCallsAndTheResultOfAMode() {
        execute();
        listener.request(Long.MAX_VALUE);

        assertThat(listener.awaitCompletion(TIMEOUT).getItems().stream().map(RunEvent::eventName)).containsExactly("plan",
                "call", "timeline", "mode", "call", "timeline", "mode", "done");
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
