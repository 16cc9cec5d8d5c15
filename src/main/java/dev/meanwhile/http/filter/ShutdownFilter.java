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
 * The end of this process. When it is told to stop, Quarkus reports that it is not ready, serves on for the delay in which the
 * platform takes it out of rotation, and waits for the requests in flight. In between, new ones are refused here.
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
        // what is in flight may still need this service itself
        if (rejecting && !ownUserAgent.equals(context.request().getHeader(HttpHeaders.USER_AGENT))) {
            context.fail(new RequestRejectedException(503, "This instance is about to stop."));
        } else {
            context.next();
        }
    }

    void onShutdownDelay(@Observes ShutdownDelayInitiatedEvent told) {
        LOG.infof("Stopping: not ready any more, serving on for %d ms",
                delay.orElse(Duration.ZERO).toMillis());
        delay.filter(time -> !time.isZero()).ifPresentOrElse(
                time -> vertx.setTimer(time.toMillis(), over -> rejecting = true), () -> rejecting = true);
    }
}
