package dev.meanwhile.lab.upstream;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

import jakarta.enterprise.context.ApplicationScoped;

import io.smallrye.mutiny.Uni;

/** What the lab's upstream has to do. */
@ApplicationScoped
public class InFlightCounter {

    private final AtomicInteger inFlight = new AtomicInteger();
    private final AtomicLong total = new AtomicLong();

    /** Counts {@code response} from its subscription until it is there, or nobody wants it any more. */
    <T> Uni<T> count(Uni<T> response) {
        return Uni.createFrom().deferred(() -> {
            inFlight.incrementAndGet();
            total.incrementAndGet();
            return response.onTermination().invoke(inFlight::decrementAndGet);
        });
    }

    /** Calls that have come and are neither answered nor given up. */
    public int inFlight() {
        return inFlight.get();
    }

    /** Calls that have ever come. */
    public long total() {
        return total.get();
    }
}
