package dev.meanwhile.lab.result;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;

import com.fasterxml.jackson.annotation.JsonProperty;

import dev.meanwhile.lab.scenario.Mode;
import dev.meanwhile.lab.scenario.Scenario;

/**
 * What a run is about to play, and on what.
 *
 * @param modeOrder the modes of each repeat in the order played
 * @param warmUpCalls what each mode plays before, uncounted
 * @param caveats what a reader of the results should know, in sentences
 */
public record RunPlan(
        @JsonProperty("scenario") Scenario scenario,
        @JsonProperty("order") List<List<Mode>> modeOrder,
        @JsonProperty("warmUpCalls") int warmUpCalls,
        @JsonProperty("machine") Environment environment,
        @JsonProperty("caveats") List<String> caveats)
        implements
            RunEvent {

    @Override
    public String eventName() {
        return "plan";
    }

    public static RunPlan of(Scenario scenario, Set<Mode> availableModes, Environment environment, List<String> caveats) {
        return new RunPlan(scenario, modeOrder(scenario, availableModes),
                scenario.warmUps().stream().mapToInt(Scenario::concurrentCalls).sum(), environment, caveats);
    }

    /** Every repeat has an order of its own, so that no mode is always the first. */
    private static List<List<Mode>> modeOrder(Scenario scenario, Set<Mode> availableModes) {
        Random random = new Random(scenario.seed());
        return Stream.generate(() -> {
            List<Mode> modes = new ArrayList<>(scenario.modes());
            Collections.shuffle(modes, random);
            modes.retainAll(availableModes);
            return List.copyOf(modes);
        }).limit(scenario.repeats()).toList();
    }

    /**
     * @param processors as many as the JVM may use
     * @param maxHeap in bytes
     * @param eventLoops how many serve this process, lab and upstream alike
     * @param connections to the upstream, at most, whatever the mode
     * @param upstream its address
     */
    public record Environment(
            @JsonProperty("java") String java,
            @JsonProperty("quarkus") String quarkus,
            @JsonProperty("processors") int processors,
            @JsonProperty("maxHeap") long maxHeap,
            @JsonProperty("eventLoops") int eventLoops,
            @JsonProperty("connections") int connections,
            @JsonProperty("upstream") String upstream) {
    }
}
