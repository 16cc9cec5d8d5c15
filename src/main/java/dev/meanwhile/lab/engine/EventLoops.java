package dev.meanwhile.lab.engine;

import java.util.List;
import java.util.concurrent.Executor;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

import jakarta.enterprise.context.ApplicationScoped;

import io.smallrye.common.vertx.VertxContext;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.impl.VertxInternal;

/** Gives access to the event loops of this process, which Vert.x exposes only by its internal API. */
@ApplicationScoped
public class EventLoops {

    private final List<Context> contexts;

    EventLoops(Vertx vertx) {
        VertxInternal internal = (VertxInternal) vertx;
        long count = StreamSupport.stream(internal.getEventLoopGroup().spliterator(), false).count();
        // each new context gets the next event loop of the group, so these contexts cover all of them
        this.contexts = Stream.<Context> generate(internal::createEventLoopContext).limit(count).toList();
    }

    public int count() {
        return contexts.size();
    }

    /** An executor that runs its tasks on one event loop. Consecutive indexes get different event loops. */
    Executor executorFor(int index) {
        Context context = VertxContext.createNewDuplicatedContext(contexts.get(index % contexts.size()));
        return task -> context.runOnContext(ignored -> task.run());
    }
}
