package dev.meanwhile.lab.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.lang.reflect.Proxy;
import java.util.concurrent.CountDownLatch;

import org.junit.jupiter.api.Test;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.ThreadMXBean;

import dev.meanwhile.lab.result.RepeatMeasurement;

class ProcessUsageMeterTest {

    private static final int MEGABYTES = 16;
    private static final ThreadMXBean JVM = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    /**
     * Behaves as the bean of a native executable (GraalVM 25): it has no thread IDs and no total, but the bytes of a thread.
     */
    private static final ThreadMXBean NATIVE = (ThreadMXBean) Proxy.newProxyInstance(
            ProcessUsageMeterTest.class.getClassLoader(), new Class<?>[] { ThreadMXBean.class },
            (proxy, method, arguments) -> switch (method.getName()) {
                case "getAllThreadIds" -> new long[0];
                case "getTotalThreadAllocatedBytes" -> -1L;
                default -> method.invoke(JVM, arguments);
            });

    private final ProcessUsageMeter meter = new ProcessUsageMeter(NATIVE,
            (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean());

    @Test
    void estimatesAllocationsOfLiveAndEndedThreadsWithoutATotal() throws InterruptedException {
        CountDownLatch allocated = new CountDownLatch(1);
        CountDownLatch measured = new CountDownLatch(1);
        Thread live = ProcessUsageMeter.countingThreadFactory("live-").newThread(() -> {
            allocate();
            allocated.countDown();
            try {
                measured.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        live.start();
        allocated.await();
        assertThat(meter.usage().allocatedBytes()).isBetween(bytes(MEGABYTES), bytes(2 * MEGABYTES - 1));

        Thread ended = ProcessUsageMeter.countingThreadFactory("ended-").newThread(ProcessUsageMeterTest::allocate);
        ended.start();
        ended.join();
        RepeatMeasurement.ProcessUsage usage = meter.usage();
        measured.countDown();
        live.join();

        assertThat(usage.allocatedBytes()).isBetween(bytes(2 * MEGABYTES), bytes(3 * MEGABYTES));
        assertThat(usage.peakThreads()).isGreaterThan(0);
    }

    @Test
    void knowsThatTheHeapIsAnEstimateWithoutATotal() {
        assertThat(ProcessUsageMeter.countsEndedThreads(NATIVE)).isFalse();
    }

    private static void allocate() {
        for (int i = 0; i < MEGABYTES; i++) {
            assertThat(new byte[1 << 20]).isNotEmpty();
        }
    }

    private static long bytes(int megabytes) {
        return (long) megabytes << 20;
    }
}
