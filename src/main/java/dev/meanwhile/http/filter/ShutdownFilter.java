package dev.meanwhile.http.filter;

import java.time.Duration;
import java.util.Optional;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

import dev.meanwhile.api.RequestRejectedException;
import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;

/**
 * Rejects new requests with 503 from the end of {@code quarkus.shutdown.delay} until the process ends. During the delay the
 * readiness probe fails and requests are still served, so that the platform can take this instance out of rotation. Quarkus
 * implements the delay, and waits for requests in flight at most {@code quarkus.shutdown.timeout}.
 */
@ApplicationScoped
class ShutdownFilter {

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

    void register(@Observes Filters filters) {
        filters.register(this::rejectIfShuttingDown, FilterPriorities.SHUTDOWN);
    }

    private void rejectIfShuttingDown(RoutingContext context) {
        // A request in flight may still have to call this instance.
        if (rejecting && !ownUserAgent.equals(context.request().getHeader(HttpHeaders.USER_AGENT))) {
            context.fail(RequestRejectedException.shuttingDown());
        } else {
            context.next();
        }
    }

    void onShutdownDelay(@Observes ShutdownDelayInitiatedEvent event) {
        LOG.infof("Shutting down: not ready, serving requests for another %s ms", delay.orElse(Duration.ZERO).toMillis());
        delay.filter(time -> !time.isZero()).ifPresentOrElse(
                time -> vertx.setTimer(time.toMillis(), id -> rejecting = true), () -> rejecting = true);
    }
}
