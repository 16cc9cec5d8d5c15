package dev.meanwhile.http.content;

import java.util.Optional;

import jakarta.annotation.Priority;
import jakarta.inject.Singleton;

import org.eclipse.microprofile.config.inject.ConfigProperty;

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

    private final CompressionFilter compression;
    private final SwaggerUiHeaders swaggerUiHeaders;
    private final EntityTags entityTags;
    private final String quarkusRoutes;
    private final String openApi;
    private final String swaggerUi;

    ContentFilter(CompressionFilter compression, SwaggerUiHeaders swaggerUiHeaders, EntityTags entityTags,
            @ConfigProperty(name = "meanwhile.base-path") Optional<String> basePath) {
        this.compression = compression;
        this.swaggerUiHeaders = swaggerUiHeaders;
        this.entityTags = entityTags;
        quarkusRoutes = basePath.orElse("") + "/q/";
        openApi = quarkusRoutes + "openapi";
        swaggerUi = quarkusRoutes + "swagger-ui/";
    }

    @Override
    public void filter(RoutingContext context, Handler<RoutingContext> next) {
        String path = context.normalizedPath();
        boolean quarkus = path.startsWith(quarkusRoutes);
        AcceptFilter.normalize(context);
        // Vert.x calls the handlers of the end of the headers in reverse order: compression depends on Content-Type
        compression.prepare(context, quarkus);
        StaticResourceFilter.prepare(context);
        if (quarkus && path.startsWith(swaggerUi)) {
            swaggerUiHeaders.add(context.response().headers());
        }
        if (quarkus && path.equals(openApi)) {
            OpenApiNegotiation.negotiate(context, next);
        } else {
            entityTags.add(context, path, next);
        }
    }
}
