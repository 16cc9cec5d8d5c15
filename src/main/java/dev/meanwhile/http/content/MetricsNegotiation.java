package dev.meanwhile.http.content;

import jakarta.enterprise.event.Observes;

import io.quarkus.vertx.http.ManagementInterface;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;

/**
 * Negotiates the format of {@code /q/metrics}: the Prometheus text format, or OpenMetrics if the client names or prefers it.
 * Exemplars exist in OpenMetrics only.
 * <p>
 * Quarkus 3.33 returns the text format if its name occurs anywhere in {@code Accept}, so Prometheus never gets exemplars. It
 * returns OpenMetrics to clients without a preference. It rejects {@code application/openmetrics-text} without a version
 * (quarkusio/quarkus#15310).
 */
final class MetricsNegotiation {

    private static final String TEXT = "text/plain";
    private static final String OPEN_METRICS = "application/openmetrics-text";

    void register(@Observes ManagementInterface management) {
        management.router().route("/q/metrics").order(-1).handler(MetricsNegotiation::negotiate);
    }

    private static void negotiate(RoutingContext context) {
        AcceptHeader accept = AcceptHeader.of(context);
        context.response().headers().add("Vary", "Accept");
        if (accept.quality(TEXT) == 0 && accept.quality(OPEN_METRICS) == 0) {
            context.response().setStatusCode(406).putHeader(HttpHeaders.CONTENT_TYPE, TEXT)
                    .end("Supported media types: " + TEXT + ", " + OPEN_METRICS + ".\n");
            return;
        }
        context.request().headers().set(HttpHeaders.ACCEPT, accept.prefers(OPEN_METRICS, TEXT) ? OPEN_METRICS : TEXT);
        // Vert.x has parsed the header as received, and the route of Quarkus checks that.
        context.parsedHeaders().accept().clear();
        context.next();
    }
}
