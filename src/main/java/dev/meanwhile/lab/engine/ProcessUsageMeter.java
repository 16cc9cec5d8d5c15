package dev.meanwhile.lab.engine;

import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.LongStream;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.ThreadMXBean;

import dev.meanwhile.lab.result.RepeatMeasurement;

/**
 * Measures the threads, CPU time and heap allocation of this process from the creation of the meter on. The values include the
 * lab's upstream, if it is in this process, and all other work, because a JVM does not attribute them to a task.
 */
public final class ProcessUsageMeter {

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final OperatingSystemMXBean SYSTEM = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    private static final AtomicLong ALLOCATED_BY_ENDED_THREADS = new AtomicLong();

    private final int threadsBefore = THREADS.getThreadCount();
    private final long cpuNanosBefore = SYSTEM.getProcessCpuTime();
    private final long allocatedBytesBefore = allocatedBytes();

    ProcessUsageMeter() {
        THREADS.resetPeakThreadCount();
    }

    RepeatMeasurement.ProcessUsage usage() {
        return new RepeatMeasurement.ProcessUsage(threadsBefore, THREADS.getPeakThreadCount(),
                (SYSTEM.getProcessCpuTime() - cpuNanosBefore) / 1e6, allocatedBytes() - allocatedBytesBefore);
    }

    /** The limits of these measurements, as sentences for the reader of the results. */
    public static List<String> caveats() {
        String process = "Threads, CPU time and heap are those of the whole process, including all its other work.";
        String cpu = "CPU time is counted in ticks of 10 ms: a difference of a few ticks means nothing.";
        String heap = "This Java does not count what ended threads allocated: heap is an estimate, without the threads that ended"
                + " and were not the lab's.";
        return VirtualThreads.totalAllocatedBytes().isPresent() ? List.of(process, cpu) : List.of(process, cpu, heap);
    }

    /** Creates threads whose allocations are counted after their end too, in JDKs that do not count them. */
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
        return VirtualThreads.totalAllocatedBytes().orElseGet(() -> ALLOCATED_BY_ENDED_THREADS.get()
                + LongStream.of(THREADS.getThreadAllocatedBytes(THREADS.getAllThreadIds())).filter(bytes -> bytes > 0).sum());
    }
}
