package dev.meanwhile.lab.engine;

import java.lang.management.ManagementFactory;
import java.lang.reflect.Method;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.LongStream;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.ThreadMXBean;

import dev.meanwhile.lab.result.Millis;
import dev.meanwhile.lab.result.RepeatMeasurement;

/**
 * Measures what this process uses, from its making on. All of it: the lab's upstream, if it is part of it, and everything else
 * that the process does meanwhile, for a JVM does not tell whom a thread works for.
 */
public final class ProcessUsageMeter {

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final OperatingSystemMXBean SYSTEM = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    private static final Optional<Method> TOTAL_ALLOCATED = totalAllocated();
    private static final AtomicLong ALLOCATED_BY_ENDED_THREADS = new AtomicLong();

    private final int threadsBefore = THREADS.getThreadCount();
    private final long cpuNanosBefore = SYSTEM.getProcessCpuTime();
    private final long allocatedBytesBefore = allocatedBytes();

    ProcessUsageMeter() {
        THREADS.resetPeakThreadCount();
    }

    RepeatMeasurement.ProcessUsage usage() {
        return new RepeatMeasurement.ProcessUsage(threadsBefore, THREADS.getPeakThreadCount(),
                Millis.ofNanos(SYSTEM.getProcessCpuTime() - cpuNanosBefore),
                allocatedBytes() - allocatedBytesBefore);
    }

    /** What a reader of these numbers should know, in sentences. */
    public static List<String> caveats() {
        String process = "Threads, CPU time and heap are those of the whole process, whatever else it does meanwhile.";
        String cpu = "CPU time is counted in ticks of 10 ms: a difference of a few ticks means nothing.";
        String heap = "This Java does not count what ended threads allocated: heap is an estimate, without the threads that ended"
                + " and were not the lab's.";
        return TOTAL_ALLOCATED.isPresent() ? List.of(process, cpu) : List.of(process, cpu, heap);
    }

    /** Makes threads whose allocations count even after they ended. */
    static ThreadFactory countingThreadFactory(String prefix) {
        AtomicInteger number = new AtomicInteger();
        return task -> new Thread(() -> {
            try {
                task.run();
            } finally {
                ALLOCATED_BY_ENDED_THREADS.addAndGet(THREADS.getThreadAllocatedBytes(Thread.currentThread().getId()));
            }
        }, prefix + number.incrementAndGet());
    }

    private static long allocatedBytes() {
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

    // since Java 21, and in the later releases of 17
    private static Optional<Method> totalAllocated() {
        try {
            return Optional.of(ThreadMXBean.class.getMethod("getTotalThreadAllocatedBytes"));
        } catch (NoSuchMethodException e) {
            return Optional.empty();
        }
    }
}
