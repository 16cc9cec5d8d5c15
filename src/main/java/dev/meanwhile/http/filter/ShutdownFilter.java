package dev.meanwhile.http.filter;

import java.time.Duration;
import java.util.Optional;

import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

import dev.meanwhile.api.RequestRejectedException;
import dev.meanwhile.http.filter.RequestPipeline.RequestFilter;
import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;

/**
 * Rejects new requests with 503 from the end of {@code quarkus.shutdown.delay} until the process ends. During the delay the
 * readiness probe fails and requests are still served, so that the platform can take this instance out of rotation. Quarkus
 * implements the delay, and waits for requests in flight at most {@code quarkus.shutdown.timeout}.
 */
@Singleton
@Priority(RequestPipeline.SHUTDOWN)
final class ShutdownFilter implements RequestFilter {

    private static final Logger LOG = Logger.getLogger(ShutdownFilter.class);

    private final Vertx vertx;
    private final Optional<Duration> delay;
    private final String ownUserAgent;
    private volatile boolean rejecting;

    ShutdownFilter(Vertx vertx, @ConfigProperty(name = "quarkus.shutdown.delay") Optional<Duration> delay,
            @ConfigProperty(name = "quarkus.rest-client.user-agent") String ownUserAgent) {
        this.vertx = vertx;
        this.delay = delay;
        this.ownUserAgent = ownUserAgent;
    }

    @Override
    public void filter(RoutingContext context, Handler<RoutingContext> next) {
        // A request in flight may still have to call this instance.
        if (rejecting && !ownUserAgent.equals(context.request().getHeader(HttpHeaders.USER_AGENT))) {
            context.fail(RequestRejectedException.shuttingDown());
        } else {
            next.handle(context);
        }
    }

    void onShutdownDelay(@Observes ShutdownDelayInitiatedEvent event) {
        LOG.infof("Shutting down: not ready, serving requests for another %s ms", delay.orElse(Duration.ZERO).toMillis());
        delay.filter(time -> !time.isZero()).ifPresentOrElse(
                time -> vertx.setTimer(time.toMillis(), id -> rejecting = true), () -> rejecting = true);
    }
}
