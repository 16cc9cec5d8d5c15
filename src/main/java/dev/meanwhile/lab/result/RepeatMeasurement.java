package dev.meanwhile.lab.result;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import dev.meanwhile.lab.scenario.CallOutcome;

/** One repeat of one mode: its calls, and what the process used meanwhile. */
public record RepeatMeasurement(List<CallRecord> calls, ProcessUsage usage) {

    /**
     * @param threadsBefore platform threads alive at the start
     * @param peakThreads most platform threads alive
     * @param cpuMillis of the whole process, in ticks of 10 ms
     * @param allocatedBytes on the heap, by the whole process
     */
    public record ProcessUsage(int threadsBefore, int peakThreads, double cpuMillis, long allocatedBytes) {
    }

    public RepeatMeasurement {
        if (calls.isEmpty()) {
            throw new IllegalArgumentException("nothing was played");
        }
        calls = List.copyOf(calls);
    }

    double elapsedMillis() {
        return calls.stream().mapToDouble(CallRecord::done).max().orElseThrow();
    }

    /**
     * A percentile, by nearest rank, of how long page views took, from their arrival, which is the start, to the end of their
     * last call; in milliseconds.
     */
    double latencyPercentile(double percentile) {
        Map<Integer, Double> lastDone = calls.stream().collect(Collectors.toMap(CallRecord::user, CallRecord::done, Math::max));
        double[] sorted = lastDone.values().stream().mapToDouble(Double::doubleValue).sorted().toArray();
        return sorted[(int) Math.ceil(percentile * sorted.length / 100) - 1];
    }

    double totalQueueTime() {
        return calls.stream().mapToDouble(CallRecord::queueTime).sum();
    }

    double meanQueueTime() {
        return totalQueueTime() / calls.size();
    }

    double totalCallTime() {
        return calls.stream().mapToDouble(CallRecord::callTime).sum();
    }

    double meanCallTime() {
        return totalCallTime() / calls.size();
    }

    double callsPerSecond() {
        return calls.size() / elapsedMillis() * 1_000;
    }

    long errors() {
        return calls.stream().filter(call -> call.outcome() != CallOutcome.OK).count();
    }
}
