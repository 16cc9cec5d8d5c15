package dev.meanwhile.lab.engine;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/**
 * The times of all processors of the machine since its start, from {@code /proc/stat} (Linux, proc_stat(5)). In a container
 * these are the processors of the host.
 *
 * @param busyMillis time in which the processors were not idle, including time stolen by the hypervisor
 * @param totalMillis {@code busyMillis} and idle time
 */
record ProcessorTimes(long busyMillis, long totalMillis) {

    private static final Path FILE = Path.of("/proc/stat");
    // USER_HZ is 100 on every architecture that has a JVM
    private static final int TICK_MILLIS = 10;
    // user, nice, system, idle, iowait, irq, softirq, steal; the guest times that follow are part of user and nice
    private static final int FIELDS = 8;
    private static final int IDLE = 3;
    private static final int IOWAIT = 4;
    /** In a shorter period, one tick would be more than a tenth. */
    private static final int MIN_PERIOD_MILLIS = 10 * TICK_MILLIS;

    /** The shares of this process and of all others in the time of all processors, from 0 to 1. */
    record Shares(double own, double others) {
    }

    /** @return empty on systems without this file */
    static Optional<ProcessorTimes> read() {
        try (BufferedReader reader = Files.newBufferedReader(FILE)) {
            return parse(reader.readLine());
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    static Optional<ProcessorTimes> parse(String line) {
        if (line == null || !line.matches("cpu( +[0-9]+){8,}")) {
            return Optional.empty();
        }
        long[] ticks = Stream.of(line.split(" +")).skip(1).limit(FIELDS).mapToLong(Long::parseLong).toArray();
        long total = LongStream.of(ticks).sum();
        return Optional.of(new ProcessorTimes((total - ticks[IDLE] - ticks[IOWAIT]) * TICK_MILLIS, total * TICK_MILLIS));
    }

    /**
     * @param ownMillis CPU time of this process since {@code before}
     * @return empty if the period is too short for the resolution of 10 ms
     */
    Optional<Shares> sharesSince(ProcessorTimes before, double ownMillis) {
        double total = totalMillis - before.totalMillis;
        if (total < MIN_PERIOD_MILLIS) {
            return Optional.empty();
        }
        double own = Math.min(1, ownMillis / total);
        return Optional.of(new Shares(own, Math.max(0, (busyMillis - before.busyMillis) / total - own)));
    }
}
