package dev.meanwhile.lab;

import java.util.List;

/**
 * What a run is about to play, and on what.
 *
 * @param order the modes of each repeat in the order played
 * @param warmUpCalls what each mode plays before, uncounted
 * @param caveats what a reader of the results should know, in sentences
 */
record Plan(Scenario scenario, List<List<Mode>> order, int warmUpCalls, Machine machine, List<String> caveats)
        implements
            RunEvent {

    /**
     * @param processors as many as the JVM may use
     * @param maxHeap in bytes
     * @param eventLoops how many serve this process, lab and upstream alike
     * @param connections to the upstream, at most, whatever the mode
     * @param upstream its address
     */
    record Machine(String java, String quarkus, int processors, long maxHeap, int eventLoops, int connections,
            String upstream) {
    }
}
