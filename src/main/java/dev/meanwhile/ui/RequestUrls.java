package dev.meanwhile.ui;

import io.quarkus.arc.Arc;
import io.quarkus.arc.ArcContainer;
import io.quarkus.qute.TemplateGlobal;
import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;

/**
 * Template globals with the absolute URLs that Open Graph needs. They are those of the request, so that they are right behind a
 * proxy whose forwarded headers are trusted.
 */
@TemplateGlobal
final class RequestUrls {

    private RequestUrls() {
    }

    /** Scheme and authority, such as {@code https://example.org}; null in a page without a request that names its host. */
    @TemplateGlobal(name = "ORIGIN")
    static String origin() {
        HttpServerRequest request = currentRequest();
        return request == null || request.authority() == null ? null : request.scheme() + "://" + request.authority();
    }

    private static HttpServerRequest currentRequest() {
        ArcContainer container = Arc.container();
        if (container == null || !container.requestContext().isActive()) {
            return null;
        }
        RoutingContext context = container.instance(CurrentVertxRequest.class).get().getCurrent();
        return context == null ? null : context.request();
    }
}
