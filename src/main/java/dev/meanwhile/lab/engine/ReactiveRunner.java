package dev.meanwhile.lab.engine;

import java.util.List;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

import jakarta.enterprise.context.ApplicationScoped;

import dev.meanwhile.lab.result.CallRecord;
import dev.meanwhile.lab.scenario.Mode;
import dev.meanwhile.lab.scenario.Workload;
import dev.meanwhile.lab.upstream.LabUpstreamClient;
import io.smallrye.mutiny.Uni;

/** Plays on the event loops: each page view is its calls joined, and no thread waits for it. */
@ApplicationScoped
public class ReactiveRunner implements ModeRunner {

    private final LabUpstreamClient upstream;
    private final EventLoops eventLoops;

    ReactiveRunner(LabUpstreamClient upstream, EventLoops eventLoops) {
        this.upstream = upstream;
        this.eventLoops = eventLoops;
    }

    @Override
    public Uni<Void> play(Mode mode, Workload script, Consumer<CallRecord> told) {
        return Uni.createFrom().deferred(() -> {
            RepeatExecution take = new RepeatExecution(mode, script, told);
            return allOf(take.scenario().users(), user -> pageView(take, user));
        });
    }

    private Uni<Void> pageView(RepeatExecution take, int user) {
        return allOf(take.scenario().calls(), call -> callOnce(take, user, call)).runSubscriptionOn(eventLoops.loop(user));
    }

    private Uni<Long> callOnce(RepeatExecution take, int user, int call) {
        return Uni.createFrom().deferred(() -> {
            RepeatExecution.StartedCall begun = take.begin(user, call, RepeatExecution.ARRIVAL);
            return upstream.call(begun.line()).map(begun::end);
        });
    }

    private static <T> Uni<Void> allOf(int count, IntFunction<Uni<T>> part) {
        List<Uni<T>> parts = IntStream.rangeClosed(1, count).mapToObj(part).toList();
        return Uni.join().all(parts).andFailFast().replaceWithVoid();
    }
}
