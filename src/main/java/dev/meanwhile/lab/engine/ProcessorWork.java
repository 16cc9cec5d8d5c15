package dev.meanwhile.lab.engine;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;

/**
 * Uses a processor for a given processor time. It executes a fixed number of iterations of a calibrated loop. A loop that
 * ends at a point in time would not do this: any number of threads could finish at the same time, although they share the
 * processors.
 */
final class ProcessorWork {

    private static final int CALIBRATION_ROUNDS = 60;
    private static final int CALIBRATION_ITERATIONS = 500_000;

    private static volatile double iterationsPerNano = 0.5;
    // keeps the JIT from removing the loop
    private static volatile long result;

    private ProcessorWork() {
    }

    /** Measures the loop on the current thread, which must be a platform thread, for about 50 ms. */
    static void calibrate() {
        // not static: a native executable would contain the bean of the JVM that built it
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        long fastest = Long.MAX_VALUE;
        for (int round = 0; round < CALIBRATION_ROUNDS; round++) {
            long before = now(threads);
            iterate(CALIBRATION_ITERATIONS);
            fastest = Math.min(fastest, now(threads) - before);
        }
        iterationsPerNano = (double) CALIBRATION_ITERATIONS / Math.max(1, fastest);
    }

    // the processor time of the thread, or the time if the JVM does not measure it
    private static long now(ThreadMXBean threads) {
        return threads.isCurrentThreadCpuTimeSupported() ? threads.getCurrentThreadCpuTime() : System.nanoTime();
    }

    static void perform(Duration work) {
        if (!work.isZero()) {
            iterate((long) (work.toNanos() * iterationsPerNano));
        }
    }

    // an xorshift generator: each iteration needs the previous one, so a processor cannot overlap them
    private static void iterate(long iterations) {
        long state = 0x9E3779B97F4A7C15L;
        for (long i = 0; i < iterations; i++) {
            state ^= state << 13;
            state ^= state >>> 7;
            state ^= state << 17;
        }
        result = state;
    }
}
