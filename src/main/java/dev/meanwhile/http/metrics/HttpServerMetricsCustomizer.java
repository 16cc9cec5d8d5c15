package dev.meanwhile.http.metrics;

import java.time.Duration;
import java.util.Set;
import java.util.stream.Stream;

import jakarta.inject.Singleton;

import dev.meanwhile.http.filter.RouteLookup;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.core.instrument.distribution.DistributionStatisticConfig;
import io.quarkus.micrometer.runtime.HttpServerMetricsTagsContributor;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.impl.HttpServerRequestInternal;
import io.vertx.core.http.impl.HttpUtils;

/** Customizes the meters of both HTTP servers, public and management: latency buckets, port tag, bounded tags. */
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

    private static final String METHOD = "method";
    private static final Set<String> METHODS = Set.of("GET", "HEAD", "OPTIONS", "POST", "PUT", "DELETE", "PATCH", "TRACE",
            "CONNECT");
    private static final String URI = "uri";
    private static final Set<String> CONSTANT_URIS = Set.of("root", "STATIC", "NOT_FOUND", "UNKNOWN");
    private static final Tag UNKNOWN_URI = Tag.of(URI, "UNKNOWN");
    private static final Tags UNKNOWN = Tags.of(UNKNOWN_URI);
    private static final Tags NOT_FOUND = Tags.of(URI, "NOT_FOUND");
    private static final Tags STATIC = Tags.of(URI, "STATIC");

    /** Adds latency buckets, from which Prometheus computes percentiles over several instances. */
    @Override
    public DistributionStatisticConfig configure(Meter.Id id, DistributionStatisticConfig config) {
        return id.getName().equals(REQUESTS) ? LATENCY_BUCKETS.merge(config) : config;
    }

    /**
     * Completes and bounds the tags of server meters:
     * <ul>
     * <li>A method that is not registered becomes {@code OTHER} (CVE-2022-21698).
     * <li>A path that is not a route becomes {@code UNKNOWN}. {@link #contribute} replaces most of them, but Quarkus 3.33
     * does not call it for a request whose client disconnects before the response.
     * <li>A meter without {@code server.port} gets one. Workaround for Quarkus 3.33, which omits the tag for a random port
     * (quarkusio/quarkus#46695). The Prometheus registry rejects a meter whose tag keys differ from an earlier one of the
     * same name. The application would not start with one fixed and one random port. This can be deleted when Quarkus tags
     * all ports.
     * </ul>
     * The registry calls this once for each meter, and again only for tags that were replaced here.
     */
    @Override
    public Meter.Id map(Meter.Id id) {
        if (!id.getName().startsWith(SERVER)) {
            return id;
        }
        if (!id.getName().equals(REQUESTS)) {
            return id.getTag(PORT) == null ? id.withTag(Tag.of(PORT, "random")) : id;
        }
        Meter.Id mapped = METHODS.contains(id.getTag(METHOD)) ? id : id.withTag(Tag.of(METHOD, "OTHER"));
        return isBounded(id.getTag(URI)) ? mapped : mapped.withTag(UNKNOWN_URI);
    }

    private static boolean isBounded(String uri) {
        return CONSTANT_URIS.contains(uri) || RouteLookup.templates().contains(uri);
    }

    /**
     * Replaces the path of a request that no JAX-RS resource method has handled, because a client can choose it: {@code STATIC}
     * for static resources, {@code NOT_FOUND} for unknown paths. Other errors get the route that the path has, if any.
     */
    @Override
    public Tags contribute(Context context) {
        HttpServerRequestInternal request = (HttpServerRequestInternal) context.request();
        if (request.context().getLocal("UrlPathTemplate") != null) {
            return Tags.empty();
        }
        int status = request.response().getStatusCode();
        if (status < 400) {
            return HttpMethod.OPTIONS.equals(request.method()) ? UNKNOWN : STATIC;
        }
        return status == 404 ? NOT_FOUND : Tags.of(routeOf(request.path()));
    }

    private static Tag routeOf(String path) {
        try {
            String route = path != null && path.startsWith("/") ? RouteLookup.template(HttpUtils.normalizePath(path)) : null;
            return route == null ? UNKNOWN_URI : Tag.of(URI, "/".equals(route) ? "root" : route);
        } catch (IllegalArgumentException invalidEscape) {
            // Quarkus has rejected the request before its routes.
            return UNKNOWN_URI;
        }
    }
}
