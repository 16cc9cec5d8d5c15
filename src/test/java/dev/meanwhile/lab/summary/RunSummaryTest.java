package dev.meanwhile.lab.summary;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import dev.meanwhile.lab.result.MeasuredMode;
import dev.meanwhile.lab.result.RunCompleted;
import dev.meanwhile.lab.scenario.CallResult;
import dev.meanwhile.lab.scenario.Mode;
import dev.meanwhile.lab.scenario.Scenario;
import dev.meanwhile.lab.scenario.ScenarioFixtures;
import dev.meanwhile.ui.Language;
import io.quarkus.test.junit.QuarkusTest;

@QuarkusTest
class RunSummaryTest {

    private static final Set<Mode> ALL = EnumSet.allOf(Mode.class);
    private static final RunFixtures ONE_VISITOR = new RunFixtures().mode(Mode.SEQUENTIAL, 1_025, 1_020, 1_031)
            .mode(Mode.POOL, 206, 205, 207).mode(Mode.VIRTUAL, 207, 205, 208).mode(Mode.REACTIVE, 208, 206, 209);
    private static final RunFixtures SMALL_POOL = new RunFixtures()
            .mode(Mode.SEQUENTIAL, 412, new double[] { 3_064, 3_056, 3_078 })
            .mode(Mode.POOL, 2_448, new double[] { 2_646, 2_640, 2_658 }).mode(Mode.VIRTUAL, 279, 274, 289)
            .mode(Mode.REACTIVE, 24, new double[] { 360, 350, 381 });

    @Test
    void comparesOneAfterAnotherWithTogether() {
        RunCompleted done = summary(scenario(1, 5, 3), ONE_VISITOR, "en");

        assertThat(done.headline()).isEqualTo("5 calls of 200 ms: one after another 1,025 ms, together 206 ms to 208 ms.");
        assertThat(done.sentences()).containsExactly(
                Map.entry("pool", "206 ms, about as fast as virtual and reactive."),
                Map.entry("virtual", "207 ms, about as fast as pool and reactive."),
                Map.entry("reactive", "208 ms, about as fast as pool and virtual."),
                Map.entry("sequential",
                        "1,025 ms, 5 times as long as pool: the 5 calls of a page view run one after another."));
        assertThat(done.notes()).containsExactly("Pool, virtual and reactive tie: their ranges over 3 repeats overlap.");
        assertThat(done.explanation()).isEqualTo(done.headline() + " pool: 206 ms, about as fast as virtual and reactive."
                + " virtual: 207 ms, about as fast as pool and reactive. reactive: 208 ms, about as fast as pool and virtual."
                + " sequential: 1,025 ms, 5 times as long as pool: the 5 calls of a page view run one after another."
                + " Pool, virtual and reactive tie: their ranges over 3 repeats overlap.");
    }

    @Test
    void comparesOneAfterAnotherWithTogetherInChinese() {
        RunCompleted done = summary(scenario(1, 5, 3), ONE_VISITOR, "zh");

        assertThat(done.headline()).isEqualTo("5 次调用（每次 200 ms）：逐个执行 1,025 ms，同时执行 206 ms 到 208 ms。");
        assertThat(done.sentences()).containsEntry("pool", "206 ms，与 virtual、reactive 速度相近。")
                .containsEntry("sequential", "1,025 ms，是 pool 的 5 倍：一个页面请求的 5 次调用逐个执行。");
        assertThat(done.notes()).containsExactly("pool、virtual、reactive 不相上下：3 轮的耗时区间相互重叠。");
    }

    @Test
    void explainsWhyThePoolIsSlowForManyUsers() {
        RunCompleted done = summary(scenario(100, 5, 3), SMALL_POOL, "en");

        assertThat(done.headline()).isEqualTo("100 page views of 5 calls of 200 ms: virtual 279 ms, reactive 360 ms,"
                + " pool 2,646 ms, sequential 3,064 ms (median page view).");
        assertThat(done.sentences()).containsExactly(Map.entry("virtual", "279 ms, the fastest."),
                Map.entry("reactive",
                        "360 ms, 1.3 times as long as virtual: a call waited 24 ms to start and then took 336 ms."),
                Map.entry("pool", "2,646 ms, 9.5 times as long as virtual: there are 20 threads for 500 calls, so a call waited"
                        + " 2,448 ms for a thread."),
                Map.entry("sequential",
                        "3,064 ms, 11 times as long as virtual: the 5 calls of a page view run one after another,"
                                + " and a page view that finds all 20 threads busy waits first."));
        assertThat(done.notes()).containsExactly("Reactive did not win.");
        assertThat(summary(scenario(100, 5, 3), SMALL_POOL, "zh").headline()).isEqualTo(
                "100 个页面请求，各发起 5 次调用（每次 200 ms）：virtual 279 ms、reactive 360 ms、pool 2,646 ms、sequential 3,064 ms（页面请求耗时的中位数）。");
    }

    @Test
    void explainsWork() {
        RunCompleted done = summary(ScenarioFixtures.withWork(20, 5, Duration.ofMillis(5)),
                new RunFixtures().mode(Mode.POOL, 300).mode(Mode.VIRTUAL, 400).mode(Mode.REACTIVE, 500), "en");

        assertThat(done.headline()).isEqualTo("20 page views of 5 calls of 200 ms, each with 5 ms of work, in this one run:"
                + " pool 300 ms, virtual 400 ms, reactive 500 ms (median page view).");
        assertThat(done.sentences().get("reactive")).endsWith(
                ": an event loop handles one response at a time, and the work of the others waits.");
        assertThat(done.sentences().get("virtual"))
                .endsWith(": the calls share 2 processors for their work, however many threads there are.");
        assertThat(done.notes()).containsExactly("Reactive did not win in this one run.",
                "Each mode was played once. Repeat the run before you trust a difference.",
                "Concurrency adds no processors: in every mode, 100 calls with 5 ms of work each need at least 250 ms on"
                        + " 2 processors. The time of a call includes its work and the wait for a processor or an event loop.");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            1 | 1 | one call with 5 ms of work needs at least 5 ms on 2 processors.
            1 | 2 | 2 calls with 5 ms of work each need at least 5 ms on 2 processors.
            1 | 3 | 3 calls with 5 ms of work each need at least 10 ms on 2 processors.
            """)
    void leastTimeOfWorkIsThatOfWholeCalls(int users, int calls, String least) {
        RunCompleted done = summary(ScenarioFixtures.withWork(users, calls, Duration.ofMillis(5)),
                new RunFixtures().mode(Mode.POOL, 300), "en");

        assertThat(done.notes()).anyMatch(note -> note.contains(": in every mode, " + least));
    }

    @Test
    void claimsNoDifferenceThatOneRunOrOverlappingRepeatsShow() {
        RunFixtures tie = new RunFixtures().mode(Mode.POOL, 201).mode(Mode.REACTIVE, 200);
        RunFixtures overlap = new RunFixtures().mode(Mode.POOL, 400, 290, 410).mode(Mode.REACTIVE, 200, 190, 300);

        assertThat(summary(scenario(1, 1, 1), tie, "en").explanation()).isEqualTo("One call of 200 ms"
                + ", in this one run: reactive 200 ms, pool 201 ms. No mode won in this one run. reactive: 200 ms. pool: 201 ms."
                + " Each mode was played once. Repeat the run before you trust a difference.");
        assertThat(summary(scenario(1, 1, 3), overlap, "en").explanation()).isEqualTo("One call of 200 ms: reactive 200 ms,"
                + " pool 400 ms. No mode won, because the ranges of the modes overlap. reactive: 200 ms. pool: 400 ms. Pool and reactive tie: their ranges over 3"
                + " repeats overlap.");
    }

    @Test
    void namesAllModesThatTieForTheFastest() {
        RunFixtures once = new RunFixtures().mode(Mode.SEQUENTIAL, 1_025).mode(Mode.POOL, 206).mode(Mode.REACTIVE, 204);
        RunFixtures apart = new RunFixtures().mode(Mode.SEQUENTIAL, 1_025, 1_020, 1_031).mode(Mode.POOL, 216, 215, 217)
                .mode(Mode.REACTIVE, 204, 203, 205);
        RunFixtures withoutReactive = new RunFixtures().mode(Mode.POOL, 206, 205, 207).mode(Mode.VIRTUAL, 207, 205, 208)
                .mode(Mode.REACTIVE, 400, 399, 401);
        RunFixtures notInCommon = new RunFixtures().mode(Mode.SEQUENTIAL, 1_025, 1_020, 1_031).mode(Mode.POOL, 205, 204, 206)
                .mode(Mode.VIRTUAL, 400, 290, 410).mode(Mode.REACTIVE, 200, 190, 300);

        assertThat(summary(scenario(1, 5, 1), once, "en").notes()).containsExactly(
                "Pool and reactive tie in this one run: their times differ by 2 ms.",
                "Each mode was played once. Repeat the run before you trust a difference.");
        assertThat(summary(scenario(1, 5, 1), once, "zh").notes()).startsWith("pool、reactive 不相上下：这一轮的耗时只相差 2 ms。");
        assertThat(summary(scenario(1, 5, 3), apart, "en").notes())
                .containsExactly("Pool and reactive tie: their medians differ by 12 ms.");
        assertThat(summary(scenario(1, 5, 3), withoutReactive, "en").notes()).containsExactly("Reactive did not win.",
                "Pool and virtual tie: their ranges over 3 repeats overlap.");
        assertThat(summary(scenario(1, 5, 3), notInCommon, "en").notes())
                .containsExactly("The repeats of virtual and reactive overlap, so their difference means nothing.");
    }

    @Test
    void statesATimeOnlyForTheModesThatHaveIt() {
        RunFixtures run = new RunFixtures().mode(Mode.SEQUENTIAL, 1_961, 1_900, 2_000).mode(Mode.POOL, 1_184, 1_100, 1_190)
                .mode(Mode.VIRTUAL, 1_084, 1_080, 1_200).mode(Mode.REACTIVE, 2_632, 1_150, 2_700);
        RunCompleted done = summary(scenario(20, 5, 3), run, "en");

        assertThat(done.headline()).isEqualTo("20 page views of 5 calls of 200 ms: virtual 1,084 ms, pool 1,184 ms,"
                + " sequential 1,961 ms, reactive 2,632 ms (median page view).");
        assertThat(done.sentences()).containsExactly(Map.entry("virtual", "1,084 ms, about as fast as pool."),
                Map.entry("pool", "1,184 ms, about as fast as virtual."),
                Map.entry("sequential",
                        "1,961 ms, 1.8 times as long as virtual: the 5 calls of a page view run one after another."),
                Map.entry("reactive", "2,632 ms; its repeats overlap those of virtual."));
        assertThat(done.notes()).containsExactly("Pool, virtual and reactive tie: their ranges over 3 repeats overlap.");
        assertThat(summary(scenario(20, 5, 3), run, "zh").sentences())
                .containsEntry("reactive", "2,632 ms，耗时区间与 virtual 有重叠。");

        RunFixtures withoutOthers = new RunFixtures().mode(Mode.SEQUENTIAL, 1_961, 1_900, 2_000)
                .mode(Mode.REACTIVE, 200, 190, 300).mode(Mode.VIRTUAL, 400, 290, 410);
        assertThat(summary(scenario(1, 5, 3), withoutOthers, "en").headline())
                .isEqualTo("5 calls of 200 ms: one after another 1,961 ms, together 200 ms to 400 ms.");
        assertThat(summary(scenario(1, 5, 3), withoutOthers, "en").sentences()).containsEntry("reactive", "200 ms.")
                .containsEntry("virtual", "400 ms; its repeats overlap those of reactive.");
    }

    @Test
    void comparesModesOfOneRunOnlyWithinThisRun() {
        RunFixtures run = new RunFixtures().mode(Mode.POOL, 303).mode(Mode.REACTIVE, 342).mode(Mode.VIRTUAL, 500)
                .mode(Mode.SEQUENTIAL, 900);
        RunCompleted done = summary(scenario(20, 5, 1), run, "en");

        assertThat(done.headline())
                .isEqualTo("20 page views of 5 calls of 200 ms, in this one run: pool 303 ms, reactive 342 ms,"
                        + " virtual 500 ms, sequential 900 ms (median page view).");
        assertThat(done.sentences().values()).allMatch(sentence -> sentence.startsWith("In this one run: "));
        assertThat(done.sentences()).containsEntry("pool", "In this one run: 303 ms, about as fast as reactive.");
        assertThat(summary(scenario(20, 5, 1), run, "zh").sentences())
                .containsEntry("pool", "仅就这一轮而言：303 ms，与 reactive 速度相近。");
    }

    @Test
    void headlineOfOnePageViewHasNoRangeIfAnotherModeIsSlowerThanSequential() {
        RunFixtures run = new RunFixtures().mode(Mode.SEQUENTIAL, 1_025, 1_020, 1_031).mode(Mode.POOL, 2_632, 250, 2_700)
                .mode(Mode.REACTIVE, 200, 190, 300);

        assertThat(summary(scenario(1, 5, 3), run, "en").headline())
                .isEqualTo("5 calls of 200 ms: reactive 200 ms, sequential 1,025 ms, pool 2,632 ms.");
    }

    @Test
    void headlineHasEveryModeWithItsOwnTime() {
        List<RunFixtures> runs = List.of(SMALL_POOL,
                new RunFixtures().mode(Mode.SEQUENTIAL, 400, 390, 410).mode(Mode.POOL, 303, 290, 350)
                        .mode(Mode.VIRTUAL, 402, 400, 403).mode(Mode.REACTIVE, 342, 300, 360),
                new RunFixtures().mode(Mode.SEQUENTIAL, 205).mode(Mode.POOL, 202).mode(Mode.VIRTUAL, 203).mode(Mode.REACTIVE,
                        204),
                new RunFixtures().mode(Mode.POOL, 200, 200, 200).mode(Mode.REACTIVE, 200, 200, 200));
        for (RunFixtures run : runs) {
            String headline = summary(scenario(20, 5, 3), run, "en").headline();

            run.measurements().forEach((mode, repeats) -> assertThat(headline)
                    .contains(mode.title() + " " + Wording.time(MeasuredMode.of(mode, repeats).p50().median())));
        }
    }

    @Test
    void comparesNothingForOneMode() {
        assertThat(summary(scenario(1, 2, 3), new RunFixtures().mode(Mode.REACTIVE, 0.4, 0.4, 0.4), "en").explanation())
                .isEqualTo("2 calls of 200 ms: reactive < 1 ms. reactive: < 1 ms.");
        assertThat(summary(scenario(1, 2, 3), new RunFixtures(), "en").explanation()).isEqualTo("No mode was measured.");
    }

    @Test
    void statesThatTheHeapIsAnEstimateOnlyIfEndedThreadsAreNotCounted() {
        SummaryMessages messages = Language.messages(SummaryMessages.class, Locale.ENGLISH);

        assertThat(RunSummary.caveats(messages, true)).doesNotContain(messages.heapEstimate());
        assertThat(RunSummary.caveats(messages, false)).contains(messages.heapEstimate());
        assertThat(messages.heapEstimate()).contains("heap", "estimate");
    }

    @Test
    void namesASkippedMode() {
        RunFixtures run = new RunFixtures().mode(Mode.POOL, 200, 200, 200);

        assertThat(RunSummary.completed(Language.messages(SummaryMessages.class, Locale.ENGLISH),
                RunFixtures.plan(scenario(1, 2, 3), EnumSet.of(Mode.POOL), null), run.measurements(), 1).notes())
                .containsExactly("The mode virtual was not run: virtual threads need Java 21 or newer, and this is Java %d."
                        .formatted(Runtime.version().feature()));
    }

    @Test
    void saysThatTheMachineWasBusy() {
        RunFixtures run = new RunFixtures().mode(Mode.POOL, 200, 200, 200);
        RunCompleted byLoad = RunSummary.completed(Language.messages(SummaryMessages.class, Locale.ENGLISH),
                RunFixtures.plan(scenario(1, 2, 3), ALL, 7.25), run.measurements(), 1);

        assertThat(byLoad.notes()).containsExactly(
                "This machine was busy: its load was 7.3 on 2 processors. Repeat the run on an idle machine.");
        assertThat(summary(scenario(1, 2, 3), run.others(0.314), "en").notes()).containsExactly(
                "This machine was busy: other processes used 31 % of its processors. Repeat the run on an idle machine.");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            unreachable      | http://localhost:1 could not be reached
            timeout          | http://localhost:1 did not respond in time
            status 404       | http://localhost:1 responded with status 404
            invalid response | http://localhost:1 did not respond with the requested number
            requested        | the scenario lets calls fail
            """)
    void saysOnlyWhyNoCallSucceeded(String error, String cause) {
        RunCompleted done = summary(scenario(2, 2, 1), new RunFixtures().failing(Mode.POOL, 2, 4, 4, CallResult.broken(error))
                .failing(Mode.REACTIVE, 2, 4, 4, CallResult.broken(error)), "en");

        assertThat(done.explanation()).isEqualTo("No call succeeded: " + cause + ". These times mean nothing.")
                .isEqualTo(done.headline());
        assertThat(done.sentences()).isEmpty();
        assertThat(done.notes()).isEmpty();
    }

    @Test
    void saysFirstThatCallsFailed() {
        CallResult failure = CallResult.errorStatus(503, true);

        assertThat(summary(scenario(10, 2, 1), new RunFixtures().failing(Mode.POOL, 200, 20, 4, failure)
                .failing(Mode.REACTIVE, 201, 20, 4, failure), "en").headline())
                .startsWith("4 of 20 calls failed in every mode: the scenario lets calls fail. 10 page views of 2 calls of");
        assertThat(summary(scenario(10, 2, 1), new RunFixtures().failing(Mode.POOL, 200, 20, 4, failure)
                .failing(Mode.VIRTUAL, 201, 20, 5, failure).mode(Mode.REACTIVE, 200), "en").headline())
                .startsWith("Of 20 calls, 4 with pool and 5 with virtual failed: the scenario lets calls fail. 10 page views");
        assertThat(summary(scenario(10, 2, 1), new RunFixtures().failing(Mode.POOL, 2, 20, 20, failure)
                .mode(Mode.REACTIVE, 200), "en").sentences())
                .containsExactly(Map.entry("reactive", "200 ms."), Map.entry("pool", "No call succeeded."));
        assertThat(summary(scenario(10, 2, 1), new RunFixtures().failing(Mode.POOL, 200, 20, 4, failure), "zh").headline())
                .startsWith("20 次调用中有 4 次失败：场景设定了失败概率。10 个页面请求，各发起 2 次调用（每次 200 ms），只运行一轮：pool 200 ms");
    }

    @Test
    void everyMessageHasAChineseWording() throws IOException {
        List<String> translated = Files.readAllLines(Path.of("src/main/resources/messages/labSummary_zh.properties")).stream()
                .map(line -> line.split("=")[0]).toList();

        assertThat(translated).containsExactlyInAnyOrderElementsOf(Stream.of(SummaryMessages.class.getDeclaredMethods())
                .map(Method::getName).collect(Collectors.toSet()));
    }

    private static Scenario scenario(int users, int calls, int repeats) {
        return ScenarioFixtures.of(users, calls, Duration.ofMillis(200), Duration.ZERO, 0, 20, repeats, 7);
    }

    private static RunCompleted summary(Scenario scenario, RunFixtures run, String language) {
        return RunSummary.completed(Language.messages(SummaryMessages.class, Locale.forLanguageTag(language)),
                RunFixtures.plan(scenario, ALL, null),
                run.measurements(), 1);
    }
}
