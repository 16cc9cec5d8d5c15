package dev.meanwhile.lab.result;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import dev.meanwhile.lab.scenario.CallOutcome;

/**
 * One measured repeat of one mode.
 *
 * @param calls at least one
 * @param held when the calls occupied platform threads
 * @param usage the resources that the process used
 */
public record RepeatMeasurement(List<CallRecord> calls, List<Timeline.Interval> held, ProcessUsage usage) {

    /**
     * Resources used by the whole process.
     *
     * @param threadsBefore live platform threads at the start
     * @param peakThreads highest number of live platform threads
     * @param cpuMillis CPU time, in ticks of 10 ms
     * @param allocatedBytes allocated on the heap
     * @param ownCpuShare share of this process in the time of all processors, from 0 to 1; null if unknown
     * @param otherCpuShare share of all other processes and of the hypervisor; null if unknown
     */
    public record ProcessUsage(int threadsBefore, int peakThreads, double cpuMillis, long allocatedBytes, Double ownCpuShare,
            Double otherCpuShare) {
    }

    public RepeatMeasurement {
        if (calls.isEmpty()) {
            throw new IllegalArgumentException("a repeat has at least one call");
        }
        calls = List.copyOf(calls);
        held = List.copyOf(held);
    }

    double elapsedMillis() {
        return calls.stream().mapToDouble(CallRecord::done).max().orElseThrow();
    }

    /**
     * A percentile of the latencies of the page views in milliseconds, by nearest rank. All page views arrive at the start; the
     * latency ends with the last call.
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

    /** When the calls were in flight. */
    List<Timeline.Interval> inFlight() {
        return calls.stream().map(call -> new Timeline.Interval(call.started(), call.done())).toList();
    }

    /** The time-weighted mean of the calls in flight. */
    double meanInFlight() {
        return totalCallTime() / elapsedMillis();
    }

    /** The time-weighted mean of the platform threads that the calls occupied. */
    double meanHeld() {
        return held.stream().mapToDouble(Timeline.Interval::length).sum() / elapsedMillis();
    }

    public long errors() {
        return calls.stream().filter(call -> call.outcome() != CallOutcome.OK).count();
    }
}
