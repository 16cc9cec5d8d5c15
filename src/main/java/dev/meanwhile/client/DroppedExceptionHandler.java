package dev.meanwhile.client;

import java.io.IOException;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeoutException;

import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import jakarta.ws.rs.ProcessingException;

import org.jboss.logging.Logger;

import dev.meanwhile.api.UpstreamException;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.vertx.core.VertxException;

/**
 * Logs failures of calls that occur after their callers have cancelled them, at level DEBUG. A client that closes its
 * connection
 * cancels calls, so it would control how many errors are logged. Quarkus 3.33 logs each failure that Mutiny drops as an error
 * with its stack trace. Other failures are still logged as errors.
 */
@Singleton
final class DroppedExceptionHandler {

    private static final Logger LOG = Logger.getLogger(DroppedExceptionHandler.class);

    void register(@Observes StartupEvent event) {
        Infrastructure.setDroppedExceptionHandler(DroppedExceptionHandler::log);
    }

    private static void log(Throwable failure) {
        if (isFailureOfCall(failure)) {
            LOG.debugf("A call failed after its cancellation: %s", failure);
        } else {
            LOG.error("A failure had no subscriber", failure);
        }
    }

    private static boolean isFailureOfCall(Throwable failure) {
        return failure instanceof UpstreamException || failure instanceof CancellationException
                || failure instanceof TimeoutException || failure instanceof IOException || failure instanceof VertxException
                || failure instanceof ProcessingException && isFailureOfCall(failure.getCause());
    }
}
