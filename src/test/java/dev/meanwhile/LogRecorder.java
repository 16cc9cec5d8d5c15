package dev.meanwhile;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

import org.jboss.logmanager.formatters.PatternFormatter;

/** Records the entries of a logger until it is closed. */
public final class LogRecorder extends Handler implements AutoCloseable {

    /** Message and exception of a log entry; {@code thrown} is null if there is no exception. */
    public record Entry(String message, Throwable thrown) {
    }

    private final PatternFormatter messageOnly = new PatternFormatter("%s");
    private final List<Entry> entries = new CopyOnWriteArrayList<>();
    private final Logger logger;

    public LogRecorder(String name) {
        logger = Logger.getLogger(name);
        logger.addHandler(this);
    }

    public List<Entry> entries() {
        return entries;
    }

    @Override
    public void publish(LogRecord entry) {
        entries.add(new Entry(messageOnly.format(entry), entry.getThrown()));
    }

    @Override
    public void flush() {
        // nothing is buffered
    }

    @Override
    public void close() {
        logger.removeHandler(this);
    }
}
