package dev.meanwhile.lab.upstream;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

import jakarta.enterprise.context.ApplicationScoped;

import io.smallrye.mutiny.Uni;

/** Counts the requests that the lab's upstream has received and those it is processing. */
@ApplicationScoped
public class InFlightCounter {

    private final AtomicInteger inFlight = new AtomicInteger();
    private final AtomicLong total = new AtomicLong();

    /** Counts {@code response} as in flight from its subscription until it completes, fails or is cancelled. */
    <T> Uni<T> count(Uni<T> response) {
        return Uni.createFrom().deferred(() -> {
            inFlight.incrementAndGet();
            total.incrementAndGet();
            return response.onTermination().invoke(inFlight::decrementAndGet);
        });
    }

    /** The number of requests without a response yet, except cancelled ones. */
    public int inFlight() {
        return inFlight.get();
    }

    /** The number of requests since the start. */
    public long total() {
        return total.get();
    }
}
