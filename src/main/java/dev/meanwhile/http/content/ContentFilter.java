package dev.meanwhile.http.content;

import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

import dev.meanwhile.http.filter.FilterPriorities;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.ext.web.RoutingContext;

/**
 * Runs the filters of this package on the public port. It is one handler, because each handler costs CPU time for every
 * request.
 */
@Singleton
final class ContentFilter {

    private static final String QUARKUS = "/q/";
    private static final String OPENAPI = QUARKUS + "openapi";

    private final CompressionFilter compression;

    ContentFilter(CompressionFilter compression) {
        this.compression = compression;
    }

    void register(@Observes Filters filters) {
        filters.register(this::handle, FilterPriorities.CONTENT);
    }

    private void handle(RoutingContext context) {
        String path = context.normalizedPath();
        int start = context.mountPoint() == null ? 0 : context.mountPoint().length();
        boolean quarkus = path.startsWith(QUARKUS, start);
        AcceptFilter.normalize(context);
        // Vert.x calls the handlers of the end of the headers in reverse order: compression depends on Content-Type
        compression.prepare(context, quarkus);
        StaticResourceFilter.prepare(context);
        if (quarkus && path.startsWith(OPENAPI, start) && path.length() == start + OPENAPI.length()) {
            OpenApiNegotiation.negotiate(context);
        } else {
            context.next();
        }
    }
}
