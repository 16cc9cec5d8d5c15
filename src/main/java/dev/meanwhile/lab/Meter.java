package dev.meanwhile.lab;

import java.lang.management.ManagementFactory;
import java.lang.reflect.Method;
import java.util.Optional;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.LongStream;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.ThreadMXBean;

/** Measures what this process uses, from its making on. */
final class Meter {

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final OperatingSystemMXBean SYSTEM = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    private static final Optional<Method> TOTAL_ALLOCATED = totalAllocated();
    private static final AtomicLong ALLOCATED_BY_ENDED_THREADS = new AtomicLong();

    private final long cpuBefore = SYSTEM.getProcessCpuTime();
    private final long allocatedBefore = allocated();

    Meter() {
        THREADS.resetPeakThreadCount();
    }

    Sample.Usage usage() {
        return new Sample.Usage(THREADS.getPeakThreadCount(), Millis.ofNanos(SYSTEM.getProcessCpuTime() - cpuBefore),
                allocated() - allocatedBefore);
    }

    /** Makes threads whose allocations count even after they ended. */
    static ThreadFactory threads(String prefix) {
        AtomicInteger number = new AtomicInteger();
        return task -> new Thread(() -> {
            try {
                task.run();
            } finally {
                ALLOCATED_BY_ENDED_THREADS.addAndGet(THREADS.getThreadAllocatedBytes(Thread.currentThread().getId()));
            }
        }, prefix + number.incrementAndGet());
    }

    private static long allocated() {
        if (TOTAL_ALLOCATED.isPresent()) {
            try {
                return (long) TOTAL_ALLOCATED.get().invoke(THREADS);
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException("This JVM does not tell what it allocates", e);
            }
        }
        return ALLOCATED_BY_ENDED_THREADS.get()
                + LongStream.of(THREADS.getThreadAllocatedBytes(THREADS.getAllThreadIds())).filter(bytes -> bytes > 0).sum();
    }

    // since Java 21
    private static Optional<Method> totalAllocated() {
        try {
            return Optional.of(ThreadMXBean.class.getMethod("getTotalThreadAllocatedBytes"));
        } catch (NoSuchMethodException e) {
            return Optional.empty();
        }
    }
}
