package dev.meanwhile.lab;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import jakarta.inject.Inject;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import dev.meanwhile.lab.upstream.InFlightCounter;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;

/** Tests relations between measurements that hold on any machine. */
@QuarkusTest
class LabTimingInvariantsTest {

    private static final boolean VIRTUAL = Runtime.version().feature() >= 21;
    private static final int MODES = VIRTUAL ? 4 : 3;

    @Inject
    InFlightCounter upstream;

    @Test
    void sequentialTakesTheSumOfItsDelays() {
        JsonPath run = run("users=3&calls=4&delay=500ms&modes=sequential");

        assertThat(median(run, "sequential", "p50")).isBetween(2_000.0, 4_000.0);
        for (int user = 1; user <= 3; user++) {
            List<Map<String, Object>> calls = calls(run, "user", user);
            assertThat(calls).hasSize(4);
            for (int call = 1; call < calls.size(); call++) {
                assertThat(number(calls.get(call), "queued")).isEqualTo(number(calls.get(call - 1), "done"));
            }
        }
    }

    @ParameterizedTest
    @CsvSource({ "virtual", "reactive" })
    void virtualAndReactiveTakeOneDelayForAllCalls(String mode) {
        assumeTrue(VIRTUAL || !"virtual".equals(mode));

        JsonPath run = run("users=20&calls=10&delay=2s&threads=1&modes=" + mode);

        assertThat(median(run, mode, "wall")).isBetween(2_000.0, 4_000.0);
        // while all 200 calls wait for their responses, no thread is held
        List<Integer> held = run.getList("timelines[0].held", Integer.class);
        assertThat(run.getList("timelines[0].inFlight", Integer.class)).hasSameSizeAs(held).contains(200);
        assertThat(held).filteredOn(threads -> threads > 0).hasSizeLessThan(held.size() / 2);
        assertThat(held).allSatisfy(threads -> assertThat(threads).isLessThanOrEqualTo(run.getInt("plan.machine.eventLoops")));
        Number callsPerThread = run.get("modes[0].callsPerThread");
        // null if the mean of the held threads is below 0.005
        assertThat(callsPerThread == null ? Double.MAX_VALUE : callsPerThread.doubleValue()).isGreaterThan(20);
    }

    @Test
    void poolTakesOneDelayPerRoundAndQueuesTheOtherCalls() {
        JsonPath run = run("users=10&calls=4&delay=500ms&threads=8&modes=pool");

        // 40 calls on 8 threads are 5 rounds, which wait 0 to 4 delays: 2 on average
        assertThat(median(run, "pool", "wall")).isBetween(2_500.0, 4_500.0);
        assertThat(median(run, "pool", "queued")).isBetween(1_000.0, 2_000.0);
        assertThat(median(run, "pool", "calling")).isBetween(500.0, 950.0);
        // each call in flight holds a thread of the pool
        List<Integer> inFlight = run.getList("timelines[0].inFlight", Integer.class);
        assertThat(run.getList("timelines[0].held", Integer.class)).isEqualTo(inFlight).contains(8);
        assertThat(inFlight).allSatisfy(calls -> assertThat(calls).isLessThanOrEqualTo(8));
        assertThat(run.getList("timelines[0].waiting", Integer.class)).contains(32).last().isEqualTo(0);
        assertThat(run.getDouble("modes[0].callsPerThread")).isEqualTo(1);
        Set<Object> threads = new HashSet<>(run.getList("calls.thread"));
        assertThat(threads).hasSize(8).allSatisfy(thread -> assertThat((String) thread).startsWith("lab-pool-"));
    }

    @Test
    void reportsEveryCallToTheUpstream() {
        long before = upstream.total();

        JsonPath run = run("users=30&calls=3&delay=20ms&repeats=3");

        int warmUp = run.getInt("plan.warmUpCalls");
        assertThat(warmUp).isEqualTo(201);
        assertThat(upstream.total() - before).isEqualTo(MODES * (30 * 3 * 3 + warmUp));
        assertThat(run.getList("calls")).hasSize(MODES * 30 * 3 * 3);
        assertThat(run.getList("calls.outcome")).containsOnly("ok");
        assertThat(upstream.inFlight()).isZero();
    }

    @Test
    void sameSeedGivesTheSameRun() {
        String scenario = "users=10&calls=5&delay=60ms&jitter=60ms&failures=0.3&threads=50&repeats=2&seed=9007199254740993";
        JsonPath run = run(scenario);
        JsonPath again = run(scenario);

        assertThat(run.getString("plan.scenario.seed")).isEqualTo("9007199254740993");
        assertThat(again.getList("plan.order")).isEqualTo(run.getList("plan.order")).hasSize(2);
        assertThat(outcomes(run)).containsValues("ok", "failed").doesNotContainValue("broken").isEqualTo(outcomes(again));
        Map<String, Object> ofReactive = outcomes(run, "reactive");
        assertThat(outcomes(run, "pool")).isEqualTo(ofReactive);
        assertThat(outcomes(run, "sequential")).isEqualTo(ofReactive);
        assertThat(median(run, "pool", "errors")).isEqualTo(median(run, "reactive", "errors")).isPositive();
    }

    @Test
    void reportsMedianAndRangeOfEveryMeasure() {
        JsonPath run = run("users=2&calls=2&delay=10ms&repeats=3&modes=pool&modes=reactive");

        List<Map<String, Object>> modes = run.getList("modes");
        assertThat(modes).hasSize(2).allSatisfy(mode -> assertThat(mode.values()).filteredOn(Map.class::isInstance)
                .hasSize(mode.get("ownCpuShare") == null ? 16 : 18).allSatisfy(measure -> {
                    Map<?, ?> range = (Map<?, ?>) measure;
                    assertThat(number(range, "median")).isBetween(number(range, "min"), number(range, "max"));
                }));
        for (String measure : List.of("wall", "p50", "p95", "p99", "calling", "callsPerSecond", "threadsBefore", "threads",
                "allocated", "inFlight")) {
            assertThat(median(run, "reactive", measure)).as(measure).isPositive();
        }
    }

    @Test
    void theWorkOfAllCallsSharesTheProcessors() {
        JsonPath run = run("users=20&calls=5&delay=10ms&work=5ms&threads=100");

        // 100 calls × 5 ms
        double least = 500.0 / Runtime.getRuntime().availableProcessors();
        for (String mode : VIRTUAL ? List.of("sequential", "pool", "virtual", "reactive")
                : List.of("sequential", "pool", "reactive")) {
            assertThat(median(run, mode, "wall")).as(mode).isGreaterThan(least * 0.7);
            assertThat(median(run, mode, "cpu")).as(mode).isGreaterThan(350);
        }
        assertThat(run.getDouble("modes.find { it.mode == 'reactive' }.held.median")).isGreaterThan(0.5);
        assertThat(run.<Map<String, Object>> getList("calls")).allSatisfy(call -> {
            assertThat(number(call, "responded")).isGreaterThanOrEqualTo(number(call, "started") + 10);
            assertThat(number(call, "done")).isGreaterThan(number(call, "responded") + 2);
        });
        assertThat(run.getString("plan.scenario.work")).isEqualTo("5ms");
    }

    @Test
    void reportsTheSharesOfTheProcessors() {
        assumeTrue(Files.isReadable(Path.of("/proc/stat")));

        JsonPath run = run("users=1&calls=1&delay=500ms&modes=reactive");

        for (String share : List.of("ownCpuShare", "otherCpuShare")) {
            assertThat(median(run, "reactive", share)).as(share).isBetween(0.0, 1.0);
        }
        assertThat(run.getDouble("plan.machine.load")).isNotNegative();
    }

    @Test
    void startsReactiveCallsOnEventLoops() {
        JsonPath run = run("users=8&calls=2&delay=10ms&modes=reactive");

        assertThat(run.<String> getList("calls.thread")).allMatch(thread -> thread.startsWith("vert.x-eventloop-thread-"));
        assertThat(run.getList("calls.virtual")).containsOnly(false);
    }

    @Test
    void startsEachCallOnANewVirtualThread() {
        assumeTrue(VIRTUAL);

        JsonPath run = run("users=8&calls=2&delay=10ms&modes=virtual");

        assertThat(run.getList("calls.virtual")).hasSize(16).containsOnly(true);
        assertThat(run.getList("calls.thread")).doesNotHaveDuplicates();
    }

    @Test
    void skipsVirtualBeforeJava21() {
        assumeFalse(VIRTUAL);

        JsonPath run = run("users=2&calls=2&delay=10ms");

        assertThat(run.getString("modes.find { it.mode == 'virtual' }.skipped"))
                .isEqualTo("Virtual threads need Java 21 or newer, and this is Java 17.");
        assertThat(run.getString("done.explanation")).contains("The mode virtual was not run: virtual threads need Java 21");
        assertThat(run.getList("calls.mode")).doesNotContain("virtual").contains("sequential", "pool", "reactive");
    }

    @Test
    void reportsItsEnvironment() {
        JsonPath run = run("users=1&calls=1&delay=0");

        assertThat(run.getInt("plan.machine.processors")).isEqualTo(Runtime.getRuntime().availableProcessors());
        assertThat(run.getLong("plan.machine.maxHeap")).isEqualTo(Runtime.getRuntime().maxMemory());
        assertThat(run.getString("plan.machine.java")).contains(Runtime.version().toString());
        assertThat(run.getString("plan.machine.quarkus")).matches("3\\.\\d+\\.\\d+.*");
        assertThat(run.getInt("plan.machine.eventLoops")).isPositive();
        assertThat(run.getInt("plan.machine.connections")).isEqualTo(2_000);
        assertThat(run.getString("plan.machine.upstream")).startsWith("http://localhost:");
        assertThat(run.<String> getList("plan.caveats"))
                .anyMatch(caveat -> caveat.contains("whole process")).anyMatch(caveat -> caveat.contains("ticks of 10 ms"));
    }

    private static JsonPath run(String query) {
        return given().accept("application/json").get("/lab/runs?" + query).then()
                .statusCode(200).contentType("application/json").extract().jsonPath();
    }

    private static double median(JsonPath run, String mode, String measure) {
        return run.getDouble("modes.find { it.mode == '%s' }.%s.median".formatted(mode, measure));
    }

    private static List<Map<String, Object>> calls(JsonPath run, String key, Object value) {
        return run.<Map<String, Object>> getList("calls").stream().filter(call -> value.equals(call.get(key))).toList();
    }

    private static Map<String, Object> outcomes(JsonPath run, String mode) {
        return calls(run, "mode", mode).stream().collect(Collectors.toMap(
                call -> call.get("repeat") + "/" + call.get("user") + "/" + call.get("call"), call -> call.get("outcome")));
    }

    private static Map<String, Object> outcomes(JsonPath run) {
        return run.<Map<String, Object>> getList("calls").stream().collect(Collectors.toMap(
                call -> call.get("mode") + "/" + call.get("repeat") + "/" + call.get("user") + "/" + call.get("call"),
                call -> call.get("outcome")));
    }

    private static double number(Map<?, ?> values, String key) {
        return ((Number) values.get(key)).doubleValue();
    }
}
