package dev.meanwhile.logging;

import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

import jakarta.enterprise.event.Observes;

import io.quarkus.runtime.LaunchMode;
import io.quarkus.runtime.StartupEvent;

/**
 * Ends the process with status 3 when an {@code OutOfMemoryError} is logged, as {@code -XX:+ExitOnOutOfMemoryError} does for
 * the heap. That option ignores direct memory, because the class library throws this error. Netty, Vert.x and Quarkus REST
 * log it and continue, although every further request fails.
 */
final class OutOfMemoryExit extends Handler {

    private static final int EXIT_STATUS = 3;
    private static final int MAX_CAUSES = 20;

    OutOfMemoryExit() {
        setLevel(Level.ALL);
    }

    static void enable(@Observes StartupEvent start) {
        if (LaunchMode.current() == LaunchMode.NORMAL) {
            Logger.getLogger("").addHandler(new OutOfMemoryExit());
        }
    }

    @Override
    public void publish(LogRecord entry) {
        if (entry.getThrown() != null && isOutOfMemory(entry.getThrown())) {
            // Not System.exit, because the shutdown hooks would need memory.
            Runtime.getRuntime().halt(EXIT_STATUS);
        }
    }

    static boolean isOutOfMemory(Throwable failure) {
        Throwable cause = failure;
        for (int i = 0; cause != null && i < MAX_CAUSES; i++) {
            if (cause instanceof OutOfMemoryError) {
                return true;
            }
            cause = cause.getCause();
        }
        return false;
    }

    @Override
    public void flush() {
        // Nothing is buffered.
    }

    @Override
    public void close() {
        // Nothing is open.
    }
}
