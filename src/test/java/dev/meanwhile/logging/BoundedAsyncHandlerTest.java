package dev.meanwhile.logging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;

import org.jboss.logmanager.ExtHandler;
import org.jboss.logmanager.ExtLogRecord;
import org.jboss.logmanager.Level;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class BoundedAsyncHandlerTest {

    private final CountDownLatch reader = new CountDownLatch(1);
    private final List<String> written = new CopyOnWriteArrayList<>();
    private final BoundedAsyncHandler handler = new BoundedAsyncHandler();

    @BeforeEach
    void stallAfterTheFirstEntry() {
        handler.addHandler(new ExtHandler() {
            @Override
            protected void doPublish(ExtLogRecord entry) {
                written.add(entry.getMessage());
                awaitReader();
            }
        });
    }

    @AfterEach
    void close() {
        reader.countDown();
        handler.close();
    }

    @Test
    void dropsAndCountsWhatExceedsTheQueueAndKeepsErrors() {
        publish(Level.INFO, 1_000);
        long dropped = handler.dropped();
        publish(Level.ERROR, 3);

        assertThat(dropped).isEqualTo(1_000 - BoundedAsyncHandler.QUEUE_LENGTH + BoundedAsyncHandler.ONLY_FOR_ERRORS);
        assertThat(handler.dropped()).isEqualTo(dropped);
        reader.countDown();
        await().until(() -> written.size() == 1_000 - dropped + 3);
        assertThat(written).endsWith("ERROR", "ERROR", "ERROR");
    }

    @Test
    void dropsErrorsWhenTheWholeQueueIsFull() {
        publish(Level.ERROR, 1_000);

        assertThat(handler.dropped()).isEqualTo(1_000 - BoundedAsyncHandler.QUEUE_LENGTH);
    }

    @Test
    void writesAgainWhenTheReaderIsBack() {
        publish(Level.INFO, 1_000);
        reader.countDown();
        await().until(() -> written.size() == 1_000 - handler.dropped());
        long dropped = handler.dropped();

        publish(Level.INFO, 1);

        await().until(() -> written.size() == 1_001 - dropped);
        assertThat(handler.dropped()).isEqualTo(dropped);
    }

    @Test
    void writesTheLastEntriesBeforeItReturns() {
        reader.countDown();
        publish(Level.INFO, 100);
        handler.stop(10_000);
        assertThat(written).hasSize(100);

        publish(Level.INFO, 1);

        assertThat(written).hasSize(101);
    }

    @Test
    void stopsAndClosesAlthoughTheReaderIsStalled() {
        publish(Level.INFO, 100);
        long start = System.nanoTime();

        handler.stop(100);
        publish(Level.INFO, 100);
        handler.close();

        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
        assertThat(written).hasSizeLessThanOrEqualTo(1);
    }

    private void publish(Level level, int times) {
        for (int i = 0; i < times; i++) {
            handler.publish(new ExtLogRecord(level, level.getName(), getClass().getName()));
        }
    }

    private void awaitReader() {
        try {
            reader.await();
        } catch (InterruptedException e) {
            // closing the handler interrupts its thread, but not a write to standard output
            awaitReader();
        }
    }
}
