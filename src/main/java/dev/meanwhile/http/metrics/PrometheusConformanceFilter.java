package dev.meanwhile.http.metrics;

import java.util.Map;

import jakarta.inject.Singleton;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Meter.Id;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.core.instrument.config.MeterFilterReply;

/**
 * Makes the metrics conform to OpenMetrics 1.0, and adds help texts to the meters of Quarkus and SmallRye that have none.
 */
@Singleton
class PrometheusConformanceFilter implements MeterFilter {

    private static final String CONNECTION_LIMIT_GAUGES = "vertx.http.connections.";

    private static final Map<String, String> DESCRIPTIONS = Map.ofEntries(
            Map.entry("ft.circuitbreaker.calls.total", "Number of calls, by how the circuit breaker treated them"),
            Map.entry("ft.circuitbreaker.opened.total", "Number of times the circuit breaker opened"),
            Map.entry("ft.circuitbreaker.state.current", "Whether the circuit breaker is in this state (1) or not (0)"),
            Map.entry("ft.circuitbreaker.state.total", "Time that the circuit breaker has been in this state"),
            Map.entry("ft.invocations.total", "Number of guarded calls, by result"),
            Map.entry("ft.timer.scheduled", "Number of tasks that the timer of the circuit breaker has scheduled"),
            Map.entry("http.client.requests", "Duration of HTTP requests to other services"),
            Map.entry("http.server.active.requests", "Number of HTTP requests in progress"),
            Map.entry("http.server.requests", "Duration of HTTP requests"));

    /**
     * Drops long task timers, which are the timers of open connections. Micrometer 1.16 writes them as a summary with samples
     * that OpenMetrics does not allow in one, such as {@code http_server_connections_seconds_active_count}, so a strict
     * parser rejects all metrics. Their count is also in {@code http_server_active_connections}. This can be deleted when
     * Micrometer's {@code micrometer-registry-prometheus} replaces the deprecated one with the simpleclient, which Quarkus
     * 3.33 uses.
     * <p>
     * Also drops the gauges of Quarkus for {@code quarkus.http.limits.max-connections}: Quarkus 3.33 registers them for both
     * servers under one name and warns at each start (quarkusio/quarkus#52014 is the same defect of other meters).
     */
    @Override
    public MeterFilterReply accept(Id id) {
        return id.getType() == Meter.Type.LONG_TASK_TIMER || id.getName().startsWith(CONNECTION_LIMIT_GAUGES)
                ? MeterFilterReply.DENY
                : MeterFilterReply.NEUTRAL;
    }

    @Override
    public Id map(Id id) {
        String description = id.getDescription() == null ? DESCRIPTIONS.get(id.getName()) : null;
        return description == null ? id
                : new Id(id.getName(), Tags.of(id.getTagsAsIterable()), id.getBaseUnit(), description, id.getType());
    }
}
