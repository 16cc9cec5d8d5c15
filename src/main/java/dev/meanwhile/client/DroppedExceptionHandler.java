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
 * Logs a failure of a call that its caller has already cancelled at level DEBUG. Mutiny drops such a failure, and Quarkus 3.33
 * logs it as an error with its stack trace. A client cancels calls when it closes its connection, so clients would control how
 * many errors are logged. Other dropped failures are still logged as errors.
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
