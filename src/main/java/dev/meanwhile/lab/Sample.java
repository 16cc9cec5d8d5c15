package dev.meanwhile.lab;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import org.HdrHistogram.Histogram;

/** One repeat of one mode: its calls, and what the process used meanwhile. */
record Sample(List<Call> calls, Usage usage) {

    private static final int SIGNIFICANT_DIGITS = 3;

    /**
     * @param threadsBefore platform threads alive at the start
     * @param threads most platform threads alive
     * @param cpuMillis of the whole process, in ticks of 10 ms
     * @param allocatedBytes on the heap, by the whole process
     */
    record Usage(int threadsBefore, int threads, double cpuMillis, long allocatedBytes) {
    }

    Sample {
        if (calls.isEmpty()) {
            throw new IllegalArgumentException("nothing was played");
        }
        calls = List.copyOf(calls);
    }

    double wall() {
        return calls.stream().mapToDouble(Call::done).max().orElseThrow();
    }

    /** A percentile of how long page views took, from their arrival, which is the start, to the end of their last call. */
    double latency(double percentile) {
        Map<Integer, Double> lastDone = calls.stream().collect(Collectors.toMap(Call::user, Call::done, Math::max));
        Histogram micros = new Histogram(SIGNIFICANT_DIGITS);
        lastDone.values().forEach(millis -> micros.recordValue(Math.round(millis * 1_000)));
        return micros.getValueAtPercentile(percentile) / 1_000.0;
    }

    double queuedTotal() {
        return calls.stream().mapToDouble(Call::waited).sum();
    }

    double queued() {
        return queuedTotal() / calls.size();
    }

    double callingTotal() {
        return calls.stream().mapToDouble(Call::called).sum();
    }

    double calling() {
        return callingTotal() / calls.size();
    }

    double callsPerSecond() {
        return calls.size() / wall() * 1_000;
    }

    long errors() {
        return calls.stream().filter(call -> call.outcome() != Outcome.OK).count();
    }
}
