package dev.meanwhile.lab.engine;

import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

import jakarta.enterprise.context.ApplicationScoped;

import dev.meanwhile.lab.scenario.Mode;
import dev.meanwhile.lab.scenario.Workload;
import dev.meanwhile.lab.upstream.LabUpstreamClient;
import io.smallrye.mutiny.Uni;

/** Runs the reactive mode: the calls of a page view are joined on an event loop, and no thread waits for them. */
@ApplicationScoped
public class ReactiveRunner implements ModeRunner {

    private final LabUpstreamClient upstream;
    private final EventLoops eventLoops;

    ReactiveRunner(LabUpstreamClient upstream, EventLoops eventLoops) {
        this.upstream = upstream;
        this.eventLoops = eventLoops;
    }

    @Override
    public Uni<Void> run(Mode mode, Workload workload, Observer observer) {
        return Uni.createFrom().deferred(() -> {
            RepeatExecution execution = new RepeatExecution(mode, workload, observer);
            return allOf(execution.scenario().users(), user -> pageView(execution, user));
        });
    }

    private Uni<Void> pageView(RepeatExecution execution, int user) {
        Executor eventLoop = eventLoops.executorFor(user);
        return allOf(execution.scenario().calls(), call -> callOnce(execution, user, call))
                .runSubscriptionOn(task -> eventLoop.execute(() -> execution.holdThread(task)));
    }

    private Uni<Long> callOnce(RepeatExecution execution, int user, int call) {
        return Uni.createFrom().deferred(() -> {
            RepeatExecution.StartedCall started = execution.startCall(user, call, RepeatExecution.ARRIVAL_NANOS);
            return upstream.call(started.spec()).invoke(started::resumed).map(started::complete);
        });
    }

    private static <T> Uni<Void> allOf(int count, IntFunction<Uni<T>> part) {
        List<Uni<T>> parts = IntStream.rangeClosed(1, count).mapToObj(part).toList();
        return Uni.join().all(parts).andFailFast().replaceWithVoid();
    }
}
