package dev.meanwhile.http.content;

import jakarta.annotation.Priority;
import jakarta.inject.Singleton;

import dev.meanwhile.http.filter.RequestPipeline;
import dev.meanwhile.http.filter.RequestPipeline.RequestFilter;
import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;

/**
 * Runs the filters of this package on the public port. It is one handler, because each handler costs CPU time for every
 * request.
 */
@Singleton
@Priority(RequestPipeline.CONTENT)
final class ContentFilter implements RequestFilter {

    private static final String QUARKUS = "/q/";
    private static final String OPENAPI = QUARKUS + "openapi";

    private final CompressionFilter compression;

    ContentFilter(CompressionFilter compression) {
        this.compression = compression;
    }

    @Override
    public void filter(RoutingContext context, Handler<RoutingContext> next) {
        String path = context.normalizedPath();
        int start = context.mountPoint() == null ? 0 : context.mountPoint().length();
        boolean quarkus = path.startsWith(QUARKUS, start);
        AcceptFilter.normalize(context);
        // Vert.x calls the handlers of the end of the headers in reverse order: compression depends on Content-Type
        compression.prepare(context, quarkus);
        StaticResourceFilter.prepare(context);
        if (quarkus && path.startsWith(OPENAPI, start) && path.length() == start + OPENAPI.length()) {
            OpenApiNegotiation.negotiate(context, next);
        } else {
            next.handle(context);
        }
    }
}
