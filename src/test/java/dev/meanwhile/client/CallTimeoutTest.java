package dev.meanwhile.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import io.smallrye.mutiny.helpers.test.UniAssertSubscriber;
import io.vertx.core.Vertx;

/** {@link CallTimeout}, with an event loop that stands still in place of the process. */
class CallTimeoutTest {

    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    private final Vertx vertx = Vertx.vertx();
    private final CallTimeout timeout = new CallTimeout(vertx, Duration.ofMillis(400));

    @AfterEach
    void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void expiresAfterTheTimeout() {
        long elapsed = millisUntilExpiry(0);

        assertThat(elapsed).isBetween(400L, 800L);
        assertThat(timeout.stoodStill()).isFalse();
    }

    @Test
    void doesNotCountAStandstill() {
        long elapsed = millisUntilExpiry(2_000);

        // the standstill counts as one of eight slices and 250 ms
        assertThat(elapsed).isGreaterThan(2_000 + 50);
        assertThat(timeout.stoodStill()).isTrue();
    }

    @Test
    void reportsAStandstillBeforeItsTimerFires() {
        CompletableFuture<Boolean> stoodStill = new CompletableFuture<>();
        vertx.runOnContext(start -> {
            timeout.expiry(TimeoutException::new).subscribe().withSubscriber(UniAssertSubscriber.create());
            standStill(1_000);
            stoodStill.complete(timeout.stoodStill());
        });

        assertThat(stoodStill.orTimeout(TIMEOUT.toSeconds(), TimeUnit.SECONDS).join()).isTrue();
    }

    private long millisUntilExpiry(long standstillMillis) {
        UniAssertSubscriber<Object> subscriber = UniAssertSubscriber.create();
        long start = System.nanoTime();
        vertx.runOnContext(started -> {
            timeout.expiry(TimeoutException::new).subscribe().withSubscriber(subscriber);
            standStill(standstillMillis);
        });
        subscriber.awaitFailure(TIMEOUT).assertFailedWith(TimeoutException.class);
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
    }

    private static void standStill(long millis) {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        while (System.nanoTime() < end) {
            LockSupport.parkNanos(end - System.nanoTime());
        }
    }
}
