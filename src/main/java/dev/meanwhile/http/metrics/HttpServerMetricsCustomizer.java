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

/** Customizes the meters of both HTTP servers, public and management: latency buckets, port tag, bounded {@code uri} tag. */
@Singleton
class HttpServerMetricsCustomizer implements MeterFilter, HttpServerMetricsTagsContributor {

    private static final String SERVER = "http.server.";
    private static final String REQUESTS = SERVER + "requests";
    private static final String PORT = "server.port";

    // Each bucket is one time series per route and status.
    private static final DistributionStatisticConfig LATENCY_BUCKETS = DistributionStatisticConfig.builder()
            .serviceLevelObjectives(Stream.of(5, 10, 25, 50, 100, 250, 500, 1_000, 2_500, 5_000, 10_000)
                    .mapToDouble(millis -> Duration.ofMillis(millis).toNanos()).toArray())
            .build();
    private static final Tags UNKNOWN_URI = Tags.of("uri", "UNKNOWN");

    /** Adds latency buckets, from which Prometheus computes percentiles over several instances. */
    @Override
    public DistributionStatisticConfig configure(Meter.Id id, DistributionStatisticConfig config) {
        return id.getName().equals(REQUESTS) ? LATENCY_BUCKETS.merge(config) : config;
    }

    /**
     * Adds a {@code server.port} tag to server meters without one. Workaround for Quarkus 3.33, which omits the tag for a
     * random
     * port (quarkusio/quarkus#46695): the Prometheus registry rejects a meter whose tag keys differ from an earlier one of the
     * same name, so the application would not start with one fixed and one random port. Can be deleted when Quarkus tags random
     * ports too.
     */
    @Override
    public Meter.Id map(Meter.Id id) {
        boolean lacksPort = id.getName().startsWith(SERVER) && !id.getName().equals(REQUESTS) && id.getTag(PORT) == null;
        return lacksPort ? id.withTag(Tag.of(PORT, "random")) : id;
    }

    /** Replaces the path of OPTIONS requests, which get a response for any path before a route matches. */
    @Override
    public Tags contribute(Context context) {
        return HttpMethod.OPTIONS.equals(context.request().method()) ? UNKNOWN_URI : Tags.empty();
    }
}
