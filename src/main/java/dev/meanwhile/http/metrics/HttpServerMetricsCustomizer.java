package dev.meanwhile.http.metrics;

import java.time.Duration;
import java.util.stream.Stream;

import jakarta.inject.Singleton;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.core.instrument.distribution.DistributionStatisticConfig;
import io.quarkus.micrometer.runtime.HttpServerMetricsTagsContributor;
import io.vertx.core.http.HttpMethod;

/** What the meters of the HTTP servers, the public and that of management, say beyond Quarkus' own, and what not. */
@Singleton
class HttpServerMetricsCustomizer implements MeterFilter, HttpServerMetricsTagsContributor {

    private static final String SERVER = "http.server.";
    private static final String REQUESTS = SERVER + "requests";
    private static final String PORT = "server.port";

    // few, for each of them is a series of every route and status
    private static final DistributionStatisticConfig LATENCY_BUCKETS = DistributionStatisticConfig.builder()
            .serviceLevelObjectives(Stream.of(5, 10, 25, 50, 100, 250, 500, 1_000, 2_500, 5_000, 10_000)
                    .mapToDouble(millis -> Duration.ofMillis(millis).toNanos()).toArray())
            .build();
    private static final Tags UNKNOWN_URI = Tags.of("uri", "UNKNOWN");

    /** Counts how long the answers took in buckets, of which a percentile over several instances can be computed. */
    @Override
    public DistributionStatisticConfig configure(Meter.Id id, DistributionStatisticConfig config) {
        return id.getName().equals(REQUESTS) ? LATENCY_BUCKETS.merge(config) : config;
    }

    /**
     * Puts a port on all but the meter of requests, which never has one. Quarkus leaves it out where the port is a random one,
     * and Prometheus refuses meters that have it beside meters that do not: with one port fixed and the other random, nothing
     * would start.
     */
    @Override
    public Meter.Id map(Meter.Id id) {
        boolean lacksPort = id.getName().startsWith(SERVER) && !id.getName().equals(REQUESTS) && id.getTag(PORT) == null;
        return lacksPort ? id.withTag(Tag.of(PORT, "random")) : id;
    }

    /** Takes the path off OPTIONS, which is answered before its route is known: everybody can ask for any path. */
    @Override
    public Tags contribute(Context context) {
        return HttpMethod.OPTIONS.equals(context.request().method()) ? UNKNOWN_URI : Tags.empty();
    }
}
