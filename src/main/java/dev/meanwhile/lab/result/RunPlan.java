package dev.meanwhile.lab.result;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

import com.fasterxml.jackson.annotation.JsonProperty;

import dev.meanwhile.lab.scenario.Mode;
import dev.meanwhile.lab.scenario.Scenario;
import io.quarkus.runtime.annotations.RegisterForReflection;

/**
 * What a run will execute, and in which environment.
 *
 * @param modeOrder the modes of each repeat in the order of their execution
 * @param warmUpCalls calls that each mode makes before the first repeat, which are not measured
 * @param caveats limits of the measurements, as sentences
 */
@RegisterForReflection
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

    /** Whether this JVM cannot execute {@code mode}, although the scenario has it. */
    public boolean skips(Mode mode) {
        return scenario.modes().contains(mode) && !modeOrder.get(0).contains(mode);
    }

    /** Shuffles the modes for each repeat, so that no mode always runs first. */
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
     * @param processors available to the JVM
     * @param maxHeap in bytes
     * @param eventLoops of this process; lab and upstream share them
     * @param connections limit for connections to the upstream, in all modes
     * @param upstream base URL of the upstream
     * @param load load average of the machine in the last minute before the run; null if unknown
     */
    @RegisterForReflection
    public record Environment(
            @JsonProperty("java") String java,
            @JsonProperty("quarkus") String quarkus,
            @JsonProperty("processors") int processors,
            @JsonProperty("maxHeap") long maxHeap,
            @JsonProperty("eventLoops") int eventLoops,
            @JsonProperty("connections") int connections,
            @JsonProperty("upstream") String upstream,
            @JsonProperty("load") @Schema(nullable = true) Double load) {

        public Environment withUpstream(String newUpstream) {
            return new Environment(java, quarkus, processors, maxHeap, eventLoops, connections, newUpstream, load);
        }

        public Environment withLoad(Double newLoad) {
            return new Environment(java, quarkus, processors, maxHeap, eventLoops, connections, upstream, newLoad);
        }
    }
}
