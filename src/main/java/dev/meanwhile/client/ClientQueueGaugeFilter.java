package dev.meanwhile.client;

import jakarta.inject.Singleton;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.core.instrument.config.MeterFilterReply;

/**
 * Removes the gauge {@code http.client.queue.size} of Quarkus 3.33. This gauge becomes negative, and stays so, when a call
 * leaves the queue of Vert.x 4.5.27 twice (see {@link ConnectionLimit}). A client that uses a {@code ConnectionLimit}
 * registers its own gauge of the same name with {@link #register}. This class can be deleted together with
 * {@code ConnectionLimit}.
 */
@Singleton
public final class ClientQueueGaugeFilter implements MeterFilter {

    private static final String GAUGE = "http.client.queue.size";
    private static final String DESCRIPTION = "Calls that wait for a connection";

    /**
     * Registers the gauge of a client.
     *
     * @param name configuration key of the client
     */
    public static void register(String name, ConnectionLimit connections, MeterRegistry metrics) {
        Gauge.builder(GAUGE, connections, ConnectionLimit::waiting).description(DESCRIPTION).tag("clientName", name)
                .strongReference(true).register(metrics);
    }

    @Override
    public MeterFilterReply accept(Meter.Id id) {
        return id.getName().equals(GAUGE) && !DESCRIPTION.equals(id.getDescription()) ? MeterFilterReply.DENY
                : MeterFilterReply.NEUTRAL;
    }
}
