package dev.meanwhile.lab.engine;

import java.lang.management.ManagementFactory;
import java.util.Optional;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.ThreadMXBean;

import dev.meanwhile.lab.result.RepeatMeasurement;

/**
 * Measures the threads, CPU time and heap allocation of this process from the creation of the meter on. The values include the
 * lab's upstream, if it is in this process, and all other work, because a JVM does not attribute them to a task.
 * <p>
 * Only one meter may be in use at a time: its creation resets the peak of the thread count, which the JVM has only once.
 */
public final class ProcessUsageMeter {

    private static final AtomicLong ALLOCATED_BY_ENDED_THREADS = new AtomicLong();

    // Not static: a native executable would contain the beans of the JVM that built it.
    private final ThreadMXBean threads;
    private final OperatingSystemMXBean system;
    private final int threadsBefore;
    private final long cpuNanosBefore;
    private final long allocatedBytesBefore;
    private final Optional<ProcessorTimes> processorsBefore;

    ProcessUsageMeter() {
        this(threadMXBean(), (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean());
    }

    ProcessUsageMeter(ThreadMXBean threads, OperatingSystemMXBean system) {
        this.threads = threads;
        this.system = system;
        this.processorsBefore = ProcessorTimes.read();
        this.threadsBefore = threads.getThreadCount();
        this.cpuNanosBefore = system.getProcessCpuTime();
        this.allocatedBytesBefore = allocatedBytes(threads);
        threads.resetPeakThreadCount();
    }

    RepeatMeasurement.ProcessUsage usage() {
        double cpuMillis = (system.getProcessCpuTime() - cpuNanosBefore) / 1e6;
        long allocatedBytes = allocatedBytes(threads) - allocatedBytesBefore;
        Optional<ProcessorTimes.Shares> shares = processorsBefore
                .flatMap(before -> ProcessorTimes.read().flatMap(now -> now.sharesSince(before, cpuMillis)));
        return new RepeatMeasurement.ProcessUsage(threadsBefore, threads.getPeakThreadCount(), cpuMillis, allocatedBytes,
                shares.map(ProcessorTimes.Shares::own).orElse(null), shares.map(ProcessorTimes.Shares::others).orElse(null));
    }

    /** The load average of the last minute; null on systems without it, such as Windows. */
    static Double load() {
        double load = ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
        return load < 0 ? null : Math.round(load * 100) / 100.0;
    }

    /** Whether this JVM counts the heap that ended threads allocated. If not, {@code allocated} is an estimate. */
    static boolean countsEndedThreads() {
        return countsEndedThreads(threadMXBean());
    }

    static boolean countsEndedThreads(ThreadMXBean threads) {
        return VirtualThreads.totalAllocatedBytes(threads).isPresent();
    }

    /** Creates threads whose allocations are counted after their end too, on JDKs that do not count them. */
    static ThreadFactory countingThreadFactory(String prefix) {
        AtomicInteger number = new AtomicInteger();
        return task -> new Thread(() -> {
            try {
                task.run();
            } finally {
                ALLOCATED_BY_ENDED_THREADS.addAndGet(allocatedBytes(threadMXBean(), Thread.currentThread()));
            }
        }, prefix + number.incrementAndGet());
    }

    // A native executable has no ThreadMXBean.getAllThreadIds: it returns an empty array.
    private static long allocatedBytes(ThreadMXBean threads) {
        return VirtualThreads.totalAllocatedBytes(threads).orElseGet(() -> ALLOCATED_BY_ENDED_THREADS.get()
                + Thread.getAllStackTraces().keySet().stream().mapToLong(thread -> allocatedBytes(threads, thread)).sum());
    }

    // The bean returns -1 for a thread that has ended.
    private static long allocatedBytes(ThreadMXBean threads, Thread thread) {
        return Math.max(0, threads.getThreadAllocatedBytes(thread.getId()));
    }

    private static ThreadMXBean threadMXBean() {
        return (ThreadMXBean) ManagementFactory.getThreadMXBean();
    }
}
