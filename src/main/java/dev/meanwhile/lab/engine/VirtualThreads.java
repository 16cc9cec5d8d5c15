package dev.meanwhile.lab.engine;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Method;
import java.util.OptionalLong;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;

import com.sun.management.ThreadMXBean;

/**
 * Calls the thread methods of JDKs newer than Java 17, for which this project is compiled, by reflection. No other class uses
 * reflection for this. {@link BlockingRunner} runs the calls of the mode {@code virtual} on these threads. With Java 21 as the
 * base the class can be replaced by direct calls.
 */
public final class VirtualThreads {

    public static final boolean AVAILABLE = Runtime.version().feature() >= 21;

    /** Handle of {@code Thread.isVirtual()}, which is faster than reflection; null before Java 21. */
    private static final MethodHandle IS_VIRTUAL = AVAILABLE ? findIsVirtual() : null;

    /** {@code getTotalThreadAllocatedBytes()}, which Java 21 and later releases of 17 have; null if the JDK lacks it. */
    private static final Method TOTAL_ALLOCATED_BYTES = findTotalAllocatedBytes();

    private VirtualThreads() {
    }

    /** An executor that starts a virtual thread for each task. */
    static ExecutorService newThreadPerTask() {
        try {
            Class<?> builder = Class.forName("java.lang.Thread$Builder");
            Object named = builder.getMethod("name", String.class, long.class)
                    .invoke(Thread.class.getMethod("ofVirtual").invoke(null), "lab-virtual-", 1L);
            Object factory = builder.getMethod("factory").invoke(named);
            Method executor = Executors.class.getMethod("newThreadPerTaskExecutor", ThreadFactory.class);
            return (ExecutorService) executor.invoke(null, factory);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("Thread.ofVirtual failed", e);
        }
    }

    static boolean isVirtual(Thread thread) {
        try {
            return IS_VIRTUAL != null && (boolean) IS_VIRTUAL.invokeExact(thread);
        } catch (Throwable e) {
            throw new IllegalStateException("Thread.isVirtual failed", e);
        }
    }

    /**
     * Heap bytes that all threads have allocated since the start of the JVM, ended threads included. Empty if they are not
     * counted: before Java 21, and in a native executable, whose bean returns -1.
     */
    static OptionalLong totalAllocatedBytes(ThreadMXBean threads) {
        if (TOTAL_ALLOCATED_BYTES == null) {
            return OptionalLong.empty();
        }
        try {
            long bytes = (long) TOTAL_ALLOCATED_BYTES.invoke(threads);
            return bytes < 0 ? OptionalLong.empty() : OptionalLong.of(bytes);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("ThreadMXBean.getTotalThreadAllocatedBytes failed", e);
        }
    }

    private static MethodHandle findIsVirtual() {
        try {
            return MethodHandles.publicLookup().findVirtual(Thread.class, "isVirtual", MethodType.methodType(boolean.class));
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("Thread.isVirtual failed", e);
        }
    }

    private static Method findTotalAllocatedBytes() {
        try {
            return ThreadMXBean.class.getMethod("getTotalThreadAllocatedBytes");
        } catch (NoSuchMethodException e) {
            return null;
        }
    }
}
