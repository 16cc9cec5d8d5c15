package dev.meanwhile.lab.engine;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Method;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;

/** Virtual threads where there are some: this code is compiled for Java 17, which has none. */
public final class VirtualThreads {

    public static final boolean AVAILABLE = Runtime.version().feature() >= 21;

    static final String UNAVAILABLE_MESSAGE = "Virtual threads need Java 21 or newer, and this is Java "
            + Runtime.version().feature()
            + ".";

    /** Null where there are none: asked for every call, it must cost no more than a call. */
    private static final MethodHandle IS_VIRTUAL = AVAILABLE ? isVirtual() : null;

    private VirtualThreads() {
    }

    /** Gives each task a new virtual thread. */
    static ExecutorService newThreadPerTask() {
        try {
            Class<?> builder = Class.forName("java.lang.Thread$Builder");
            Object named = builder.getMethod("name", String.class, long.class)
                    .invoke(Thread.class.getMethod("ofVirtual").invoke(null), "lab-virtual-", 1L);
            Object factory = builder.getMethod("factory").invoke(named);
            Method executor = Executors.class.getMethod("newThreadPerTaskExecutor", ThreadFactory.class);
            return (ExecutorService) executor.invoke(null, factory);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(UNAVAILABLE_MESSAGE, e);
        }
    }

    static boolean isVirtual(Thread thread) {
        try {
            return IS_VIRTUAL != null && (boolean) IS_VIRTUAL.invokeExact(thread);
        } catch (Throwable e) {
            throw new IllegalStateException(UNAVAILABLE_MESSAGE, e);
        }
    }

    private static MethodHandle isVirtual() {
        try {
            return MethodHandles.publicLookup().findVirtual(Thread.class, "isVirtual", MethodType.methodType(boolean.class));
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(UNAVAILABLE_MESSAGE, e);
        }
    }
}
