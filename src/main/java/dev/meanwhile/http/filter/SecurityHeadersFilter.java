package dev.meanwhile.http.filter;

import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

import io.quarkus.vertx.http.runtime.VertxHttpConfig;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.smallrye.config.SmallRyeConfig;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;

/**
 * Adds the response headers that configuration cannot express. All other static headers are {@code quarkus.http.filter.*}
 * properties.
 * <p>
 * Configuration alone would send {@code Strict-Transport-Security} over plain HTTP, which RFC 6797 section 7.2 forbids, would
 * override the {@code Cache-Control} of resources instead of supplying a default, and would leave out every header where
 * Vert.x rejects a request before its routes, as it does without a {@code Host} header.
 */
@Singleton
public final class SecurityHeadersFilter {

    private static final CharSequence STRICT_TRANSPORT_SECURITY = HttpHeaders.createOptimized("Strict-Transport-Security");
    private static final CharSequence ONE_YEAR = HttpHeaders.createOptimized("max-age=31536000");
    private static final CharSequence NO_STORE = HttpHeaders.createOptimized("no-store");

    private record HeaderRule(Pattern path, Map<String, String> headers) {
    }

    private final List<HeaderRule> rules;

    SecurityHeadersFilter(SmallRyeConfig config) {
        rules = config.getConfigMapping(VertxHttpConfig.class).filter().values().stream()
                .map(filter -> new HeaderRule(Pattern.compile(filter.matches()), filter.header())).toList();
    }

    void register(@Observes Filters filters) {
        filters.register(context -> {
            addTransportSecurity(context);
            context.addHeadersEndHandler(written -> setDefaultCacheControl(context.response().headers()));
            context.next();
        }, FilterPriorities.SECURITY_HEADERS);
    }

    /** Adds all static headers, configured ones included, to the response to a request that failed before the first route. */
    public void addAll(RoutingContext context) {
        addTransportSecurity(context);
        String path = context.normalizedPath();
        rules.stream().filter(rule -> rule.path().matcher(path).matches())
                .forEach(rule -> rule.headers().forEach(context.response()::putHeader));
    }

    private static void addTransportSecurity(RoutingContext context) {
        if ("https".equals(context.request().scheme())) {
            context.response().headers().set(STRICT_TRANSPORT_SECURITY, ONE_YEAR);
        }
    }

    // A resource sets another value with @Cache, a static resource with quarkus.http.static-resources.max-age.
    private static void setDefaultCacheControl(MultiMap headers) {
        if (!headers.contains(HttpHeaders.CACHE_CONTROL)) {
            headers.set(HttpHeaders.CACHE_CONTROL, NO_STORE);
        }
    }
}
