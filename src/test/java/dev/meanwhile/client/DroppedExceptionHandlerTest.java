package dev.meanwhile.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

import jakarta.ws.rs.ProcessingException;

import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import dev.meanwhile.LogRecorder;
import dev.meanwhile.api.UpstreamException;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.vertx.core.http.HttpClosedException;
import io.vertx.core.http.StreamResetException;

/** Log entries for failures without a subscriber. */
@QuarkusTest
class DroppedExceptionHandlerTest {

    @AutoClose
    final LogRecorder log = new LogRecorder("dev.meanwhile.client.DroppedExceptionHandler");

    @AutoClose
    final LogRecorder quarkusLog = new LogRecorder("io.quarkus.mutiny");

    @ParameterizedTest
    @MethodSource
    void failureOfACallIsNoError(Throwable failure) {
        Infrastructure.handleDroppedException(failure);

        assertThat(log.entries()).isEmpty();
        assertThat(quarkusLog.entries()).isEmpty();
    }

    static Stream<Throwable> failureOfACallIsNoError() {
        return Stream.of(new StreamResetException(0), new HttpClosedException("closed"), new CancellationException(),
                new TimeoutException(), new IOException("reset"), new ProcessingException(new IOException("reset")),
                new UpstreamException.TimedOut("The API", null));
    }

    @Test
    void otherFailuresAreErrorsWithTheirStackTrace() {
        List<Throwable> failures = List.of(new IllegalStateException("fault"), new ProcessingException("without a cause"),
                new OutOfMemoryError("test"));

        failures.forEach(Infrastructure::handleDroppedException);

        assertThat(log.entries()).extracting(LogRecorder.Entry::thrown).containsExactlyElementsOf(failures);
    }
}
