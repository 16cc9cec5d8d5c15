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

/** The threads of this process that never wait. */
@ApplicationScoped
public class EventLoops {

    private final List<Context> contexts;

    EventLoops(Vertx vertx) {
        long count = StreamSupport.stream(((VertxInternal) vertx).getEventLoopGroup().spliterator(), false).count();
        // Vert.x hands out its loops in turn
        this.contexts = Stream.<Context> generate(((VertxInternal) vertx)::createEventLoopContext).limit(count).toList();
    }

    public int count() {
        return contexts.size();
    }

    /** Runs tasks on one loop, the same one for the same {@code index}. */
    Executor executorFor(int index) {
        Context context = VertxContext.createNewDuplicatedContext(contexts.get(index % contexts.size()));
        return task -> context.runOnContext(ignored -> task.run());
    }
}
