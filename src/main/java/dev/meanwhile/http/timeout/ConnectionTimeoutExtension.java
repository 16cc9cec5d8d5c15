package dev.meanwhile.http.timeout;

import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.util.function.LongSupplier;

import jakarta.enterprise.event.Observes;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.BaseUnits;
import io.netty.bootstrap.ChannelInitializerExtension;
import io.netty.channel.Channel;
import io.netty.util.internal.PlatformDependent;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.annotations.RegisterForReflection;

/**
 * Closes connections of idle and slow clients after the timeouts of {@link HttpTimeoutsConfig}. Closes connections whose
 * clients do not read when too many bytes wait ({@link PendingBytesLimit}). Netty calls this extension for every accepted
 * connection.
 * <p>
 * Vert.x 4.5 has only an idle timeout, {@code quarkus.http.idle-timeout}. It must be longer than the longest response takes.
 * A client that sends single bytes never reaches it. This extension can be deleted when Vert.x has a timeout for the arrival
 * of a request, an idle timeout that ignores connections with a pending response, and a bound for the bytes that wait for
 * clients.
 * <p>
 * One timer per connection checks its state, and a request only sets flags. Netty loads extensions in the packaged application
 * only: in dev mode and in {@code @QuarkusTest}, Netty and this class have different class loaders.
 */
// Netty's ServiceLoader creates it reflectively in a native executable.
@RegisterForReflection
public final class ConnectionTimeoutExtension extends ChannelInitializerExtension {

    private static volatile HttpTimeoutsConfig config;
    private static volatile PendingBytesLimit pendingBytesLimit;

    // Netty loads its extensions when it binds the first server socket, which happens after StartupEvent.
    static void enable(@Observes StartupEvent start, HttpTimeoutsConfig timeouts, MeterRegistry metrics) {
        PendingBytesLimit limit = new PendingBytesLimit(PlatformDependent.maxDirectMemory(), usedDirectMemory());
        Gauge.builder("meanwhile.http.pending", limit, PendingBytesLimit::total).baseUnit(BaseUnits.BYTES)
                .description("Bytes of responses that wait for clients to read them").strongReference(true).register(metrics);
        pendingBytesLimit = limit;
        config = timeouts;
        System.setProperty(EXTENSIONS_SYSTEM_PROPERTY, "serviceload");
    }

    // Netty counts the memory that it allocates without a cleaner, and the JVM counts all other memory. A native executable may
    // have no pool that counts; then only the waiting bytes are limited.
    private static LongSupplier usedDirectMemory() {
        LongSupplier counted = ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
                .filter(pool -> pool.getName().equals("direct")).findFirst()
                .<LongSupplier> map(pool -> pool::getMemoryUsed).orElse(() -> 0);
        return () -> counted.getAsLong() + Math.max(0, PlatformDependent.usedDirectMemory());
    }

    @Override
    public void postInitializeServerChildChannel(Channel channel) {
        // The configuration is null if another class loader than the application's has loaded this class.
        if (config != null) {
            channel.pipeline()
                    .addLast(new ByteHandler(new ConnectionTimeoutTracker(channel, config, pendingBytesLimit)));
        }
    }
}
