package dev.meanwhile.lab.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProcessorWorkTest {

    @BeforeAll
    static void calibrate() {
        ProcessorWork.calibrate();
    }

    @ParameterizedTest
    @ValueSource(ints = { 1, 5, 20 })
    void usesTheProcessorTime(int millis) {
        // the fastest of several, because other processes slow a processor down
        double used = IntStream.range(0, 20).mapToDouble(i -> cpuMillis(millis)).min().orElseThrow();

        assertThat(used).isBetween(millis * 0.7, millis * 1.6);
    }

    @Test
    void threadsShareTheProcessors() throws Exception {
        int threads = 4 * Runtime.getRuntime().availableProcessors();
        var pool = Executors.newFixedThreadPool(threads);
        try {
            long start = System.nanoTime();
            for (Future<?> task : IntStream.range(0, threads)
                    .mapToObj(i -> pool.submit(() -> ProcessorWork.perform(Duration.ofMillis(20)))).toList()) {
                task.get();
            }
            // four tasks for each processor
            assertThat((System.nanoTime() - start) / 1e6).isGreaterThan(4 * 20 * 0.7);
        } finally {
            pool.shutdownNow();
        }
    }

    @Test
    void doesNothingWithoutWork() {
        assertThat(IntStream.range(0, 20).mapToDouble(i -> cpuMillis(0)).min().orElseThrow()).isLessThan(0.5);
    }

    private static double cpuMillis(int millis) {
        var threads = ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadCpuTime();
        ProcessorWork.perform(Duration.ofMillis(millis));
        return (threads.getCurrentThreadCpuTime() - before) / 1e6;
    }
}
