package dev.meanwhile.logging;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.util.logging.Handler;

import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logmanager.handlers.ConsoleHandler;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.bootstrap.logging.InitialConfigurator;
import io.quarkus.runtime.LaunchMode;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;

/**
 * Puts a {@link BoundedAsyncHandler} before the console handler. A reader of standard output that stalls then blocks neither
 * the event loops nor the shutdown. This class does nothing in development mode and tests, where Quarkus controls the
 * console, and if the console log is asynchronous by configuration.
 */
@Singleton
class AsyncConsoleLog {

    private static final long MILLIS_FOR_LAST_ENTRIES = 1_000;

    private final BoundedAsyncHandler async = new BoundedAsyncHandler();

    void start(@Observes StartupEvent event,
            @ConfigProperty(name = "quarkus.log.console.stderr", defaultValue = "false") boolean stderr,
            MeterRegistry metrics) {
        FunctionCounter.builder("meanwhile.log.dropped", async, BoundedAsyncHandler::dropped).baseUnit("lines")
                .description("Log entries that were dropped because the reader of the console log did not keep up")
                .register(metrics);
        if (LaunchMode.current() == LaunchMode.NORMAL) {
            Handler[] handlers = InitialConfigurator.DELAYED_HANDLER.getHandlers();
            for (int i = 0; i < handlers.length; i++) {
                if (handlers[i] instanceof ConsoleHandler console) {
                    // Not System.out, because a blocked write would hold its lock, which the shutdown of Quarkus needs.
                    console.setOutputStream(new FileOutputStream(stderr ? FileDescriptor.err : FileDescriptor.out));
                    // BoundedAsyncHandler flushes it, once for many lines.
                    console.setAutoFlush(false);
                    async.addHandler(console);
                    handlers[i] = async;
                }
            }
            InitialConfigurator.DELAYED_HANDLER.setHandlers(handlers);
        }
    }

    void stop(@Observes ShutdownEvent event) {
        async.stop(MILLIS_FOR_LAST_ENTRIES);
    }
}
