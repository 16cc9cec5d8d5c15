package dev.meanwhile.lab;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

import jakarta.enterprise.context.ApplicationScoped;

import io.smallrye.common.vertx.VertxContext;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.impl.VertxInternal;

/** The threads of this process that never wait. */
@ApplicationScoped
class EventLoops {

    private final Vertx vertx;
    private final List<Context> loops;

    EventLoops(Vertx vertx) {
        this.vertx = vertx;
        long count = StreamSupport.stream(((VertxInternal) vertx).getEventLoopGroup().spliterator(), false).count();
        // Vert.x hands out its loops in turn
        this.loops = Stream.<Context> generate(((VertxInternal) vertx)::createEventLoopContext).limit(count).toList();
    }

    int count() {
        return loops.size();
    }

    /** Runs tasks on one loop, the same one for the same {@code turn}. */
    Executor loop(int turn) {
        Context context = VertxContext.createNewDuplicatedContext(loops.get(turn % loops.size()));
        return task -> context.runOnContext(ready -> task.run());
    }

    /**
     * Goes on after {@code delay} on an event loop: the one it was called on, if it was. Mutiny's own timers would go on on a
     * worker thread, and in a burst start many of them.
     *
     * @param delay if it is 0, there is no timer, and it goes on where it is
     */
    Uni<Void> after(Duration delay) {
        if (delay.isZero()) {
            return Uni.createFrom().voidItem();
        }
        return Uni.createFrom().emitter(emitter -> {
            long timer = vertx.setTimer(delay.toMillis(), fired -> emitter.complete(null));
            emitter.onTermination(() -> vertx.cancelTimer(timer));
        });
    }
}
