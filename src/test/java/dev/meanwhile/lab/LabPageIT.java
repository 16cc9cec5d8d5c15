package dev.meanwhile.lab;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.microsoft.playwright.APIResponse;
import com.microsoft.playwright.Download;
import com.microsoft.playwright.FrameLocator;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.BoundingBox;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.FilePayload;
import com.microsoft.playwright.options.ForcedColors;
import com.microsoft.playwright.options.RequestOptions;

import dev.meanwhile.BrowserTest;
import dev.meanwhile.Chromium;

/** Tests the lab page in a browser. Screenshots are in {@code target/screenshots}. */
class LabPageIT extends BrowserTest {

    private static final int TIMEOUT = 60_000;
    /** Texts that are the same on a Chinese page: proper names, names of modes, units and URLs. */
    private static final Pattern NOT_TRANSLATED = Pattern
            .compile("Meanwhile.*|English|sequential|pool|virtual|reactive|Java|Python"
                    + "|Quarkus|p50|p95|p99|[\\d.,]+ m?s。?|OpenJDK.*|https?://\\S+|((sequential|pool|virtual|reactive)[、；]?)+");
    private static final boolean VIRTUAL = Runtime.version().feature() >= 21;

    @ParameterizedTest
    @CsvSource({ "1100, 900", "390, 844" })
    void showsTheRecordedRunOnTheFirstScreen(int width, int height) {
        try (Page page = chromium.page(width, height, ColorScheme.LIGHT)) {
            List<String> consoleErrors = open(page, "/lab");

            assertThat(page.locator("#view .source")).hasText(Pattern.compile(
                    "Recorded run, November \\d+, 2026, not this machine\\. Press Run to measure here\\. Times are medians of 3 repeats; a lane shows one repeat\\. .*"));
            assertThat(page.locator("#view .recorded")).isVisible();
            assertThat(linesOfBadge(page)).isLessThanOrEqualTo(2);
            assertThat(headline(page))
                    .hasText(Pattern.compile("5 calls of 200\\sms: one after another .*\\sms, together .*\\sms\\."));
            assertThat(page.locator(".lane:visible .chart")).hasCount(4);
            Locator firstLane = page.locator(".lane .picture").first();
            assertThat(firstLane.boundingBox().y + firstLane.boundingBox().height).isLessThan(height);
            assertThat(page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("One visitor")))
                    .hasAttribute("aria-current", "true");
            takeScreenshot(page, "lab-first-%d.png".formatted(width));
            requireAccessible(page);
            assertThat(page.evaluate("document.documentElement.scrollWidth <= innerWidth")).isEqualTo(true);
            assertThat(consoleErrors).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource({ "1280, 900", "390, 844" })
    void nothingMovesWhenTheRecordedRunIsDrawn(int width, int height) {
        try (Page page = chromium.page(width, height, ColorScheme.LIGHT)) {
            page.addInitScript("""
                    window.shifts = 0;
                    new PerformanceObserver(list => list.getEntries().forEach(({ value }) => window.shifts += value))
                        .observe({ type: 'layout-shift', buffered: true });""");
            // later than the first paint
            page.route("**/lab-recorded.json", route -> {
                page.waitForFunction("() => performance.getEntriesByType('paint').length > 0");
                route.resume();
            });
            open(page, "/lab");
            assertThat(page.locator("[data-mode=reactive] .part-calling")).hasAttribute("d", Pattern.compile("M.*"));

            assertThat(((Number) page.evaluate("shifts")).doubleValue()).isLessThan(0.02);
        }
    }

    @ParameterizedTest
    @CsvSource({ "One visitor, 1, 1100, LIGHT", "A slow upstream, 20, 390, LIGHT", "A small pool, 100, 1100, DARK",
            "A failing upstream, 50, 390, DARK", "Busy processors, 20, 1100, LIGHT" })
    void runsAPresetAtOneClick(String preset, int users, int width, ColorScheme colors) {
        try (Page page = chromium.page(width, 900, colors)) {
            List<String> consoleErrors = open(page, "/lab");
            // one repeat instead of three, so that the test is short
            page.route("**/lab/runs*", route -> route.resume(new Route.ResumeOptions()
                    .setUrl(route.request().url().replace("repeats=3", "repeats=1"))));
            Locator link = page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName(preset));
            link.click();

            waitUntilDone(page);
            takeScreenshot(page, "lab-%s-%d.png".formatted(preset.replace(' ', '-'), width));
            assertThat(link).hasAttribute("aria-current", "true");
            assertThat(page.locator("[name=users]")).hasValue(String.valueOf(users));
            assertThat(page.locator("[data-part=rows] tr")).hasCount(4);
            assertThat(page.locator(".lane .chart:visible")).hasCount(VIRTUAL ? 4 : 3);
            assertThat(page.locator("[data-mode=pool] .part-inFlight")).hasAttribute("d", Pattern.compile("M.*H.*"));
            assertThat(page.locator("[data-mode=pool] .sentence")).not().isEmpty();
            requireAccessible(page);
            assertThat(page.evaluate("document.documentElement.scrollWidth <= innerWidth")).isEqualTo(true);
            assertThat(consoleErrors).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            en | sequential | at most 1 call in flight, mostly 1 thread held    | repeat 3 of 3 · ran first of 4 modes
            en | pool       | at most 5 calls in flight, mostly 5 threads held  | repeat 3 of 3 · ran second of 4 modes
            en | virtual    | at most 5 calls in flight, mostly no thread held  | repeat 3 of 3 · ran third of 4 modes
            en | reactive   | at most 5 calls in flight, mostly no thread held  | repeat 3 of 3 · ran fourth of 4 modes
            zh | sequential | 最多同时进行 1 次调用，大部分时间占用 1 个线程            | 第 3 轮（共 3 轮）· 4 种模式中第 1 个运行
            zh | pool       | 最多同时进行 5 次调用，大部分时间占用 5 个线程          | 第 3 轮（共 3 轮）· 4 种模式中第 2 个运行
            zh | reactive   | 最多同时进行 5 次调用，大部分时间不占用平台线程             | 第 3 轮（共 3 轮）· 4 种模式中第 4 个运行
            """)
    void saysHowManyThreadsTheCallsOfALaneHold(String language, String mode, String threads, String order) {
        try (Page page = chromium.page(1100, 900, ColorScheme.LIGHT)) {
            open(page, "/lab?lang=" + language);
            Locator lane = page.locator("[data-mode=%s]".formatted(mode));

            assertThat(lane.locator(".threads")).hasText(threads);
            assertThat(lane.locator(".order")).hasText(order);
            boolean blocking = List.of("sequential", "pool").contains(mode);
            Locator line = lane.locator(".part-inFlight");
            Locator area = lane.locator(".part-held");
            assertThat(area).hasAttribute("d", Pattern.compile("M.*V.*z"));
            // Virtual threads hold carriers only while the calls start. The lane is drawn after its texts are set.
            if (!mode.equals("virtual")) {
                page.waitForCondition(() -> area.boundingBox().height > line.boundingBox().height / 2 == blocking);
            }
        }
    }

    @Test
    void pointingAtACallShowsItsPhasesAndItsThread() {
        try (Page page = chromium.page(1100, 900, ColorScheme.LIGHT)) {
            List<String> consoleErrors = open(page, "/lab?users=1&calls=1&delay=100ms&modes=pool");
            button(page, "Run").click();
            waitUntilDone(page);

            page.locator("[data-mode=pool] .part-calling").hover();

            assertThat(page.locator("#tooltip")).containsText("thread lab-pool-1");
            assertThat(page.locator("#tooltip")).containsText(Pattern.compile("called for .* ms, done at .* ms"));
            assertThat(consoleErrors).isEmpty();
        }
    }

    @Test
    void worksWithTheKeyboardAlone() {
        try (Page page = chromium.page(1100, 900, ColorScheme.LIGHT)) {
            List<String> consoleErrors = open(page, "/lab?users=10&calls=20&delay=2s&threads=2&modes=sequential");
            button(page, "Run").focus();
            page.keyboard().press("Enter");
            assertThat(button(page, "Cancel")).isFocused();
            page.keyboard().press("Escape");
            assertThat(page.locator("#status")).hasText("Cancelled.");
            assertThat(button(page, "Run")).isFocused();

            page.locator("#settings summary").press("Enter");
            page.locator("[name=delay]").fill("10ms");
            page.locator("[name=threads]").fill("20");
            button(page, "Run").focus();
            page.keyboard().press("Enter");
            waitUntilDone(page);
            assertThat(headline(page)).isFocused();

            page.locator("[data-mode=sequential] .chart").focus();
            page.keyboard().press("ArrowRight");
            assertThat(page.locator("#tooltip")).containsText("Page view 1, call 1: ok");
            page.keyboard().press("ArrowDown");
            assertThat(page.locator("#tooltip")).containsText("Page view 1, call 2: ok");
            page.keyboard().press("+");
            assertThat(button(page, "Whole run")).isEnabled();
            page.keyboard().press("0");
            assertThat(button(page, "Whole run")).isDisabled();
            assertThat(consoleErrors).isEmpty();
        }
    }

    @Test
    void draggingZoomsAllLanes() {
        try (Page page = chromium.page(1100, 900, ColorScheme.LIGHT)) {
            open(page, "/lab");
            Locator labels = page.locator("[data-mode=pool] .labels");
            assertThat(labels).containsText("0 ms");
            BoundingBox chart = page.locator("[data-mode=sequential] .chart").boundingBox();
            page.mouse().move(chart.x + 300, chart.y + 20);
            page.mouse().down();
            page.mouse().move(chart.x + 500, chart.y + 20);
            page.mouse().up();

            assertThat(labels).not().containsText("0 ms1");
            assertThat(labels).not().containsText("1 s");
            button(page, "Whole run").click();
            assertThat(labels).containsText("1 s");
        }
    }

    @Test
    void forcedColorsShowFocusAndLegend() {
        try (Page page = chromium.page(1100, 900, ColorScheme.LIGHT)) {
            page.emulateMedia(new Page.EmulateMediaOptions().setForcedColors(ForcedColors.ACTIVE));
            open(page, "/lab");
            page.keyboard().press("Tab");
            for (String element : List.of(".presets a", "#run-button", "#settings summary", ".chart")) {
                page.locator(element).first().focus();
                assertThat(page.evaluate("getComputedStyle(document.activeElement).outlineStyle")).as(element)
                        .isEqualTo("solid");
            }
            assertThat(page.evaluate("getComputedStyle(document.querySelector('.part-held')).fill"))
                    .isEqualTo(page.evaluate("getComputedStyle(document.querySelector('.swatch.held')).backgroundColor"))
                    .isNotEqualTo(page.evaluate("getComputedStyle(document.body).backgroundColor"));
            assertThat(page.evaluate("getComputedStyle(document.querySelector('.part-calling')).fill"))
                    .isEqualTo(page.evaluate("getComputedStyle(document.querySelector('.swatch.calling')).backgroundColor"))
                    .isNotEqualTo(page.evaluate("getComputedStyle(document.body).backgroundColor"));
            takeScreenshot(page, "lab-forced-colors.png");
            requireAccessible(page);
        }
    }

    @Test
    void keepsRunsAndComparesTwo() {
        try (Page page = chromium.page(1100, 900, ColorScheme.LIGHT)) {
            List<String> consoleErrors = open(page, "/lab?users=2&calls=2&delay=10ms&modes=pool&modes=reactive&repeats=2");
            button(page, "Run").click();
            waitUntilDone(page);
            String headline = headline(page).textContent();
            assertThat(page.locator("#view [data-part=repeat]")).hasValue("2");
            page.locator("#view [data-part=repeat]").selectOption("1");
            assertThat(page.locator("[data-mode=pool] .order")).containsText("repeat 1 of 2");

            page.reload();
            assertThat(headline(page)).hasText(headline);
            assertThat(page.locator("#view .source")).containsText("Measured at");
            button(page, "Compare").click();
            assertThat(page.locator(".view")).hasCount(2);
            assertThat(page.locator(".view").last().locator("h2")).containsText("5 calls of 200 ms");
            assertThat(page.locator(".view").last().locator("[data-part=notes] li").first())
                    .hasText("The two runs have different scenarios: compare the shapes, not the times.");
            // The recorded run has the longer page view.
            assertThat(page.locator("#view [data-part=latencies]")).containsText("1 s");
            takeScreenshot(page, "lab-compare.png");
            requireAccessible(page);
            button(page, "End comparison").click();
            assertThat(page.locator(".view")).hasCount(1);
            assertThat(consoleErrors).isEmpty();
        }
    }

    /** Checks after each painted frame, because a screenshot can show any of them. */
    @Test
    void lanesAlwaysHaveTheWidthOfTheirPlaceAndTheSameTimeAxis() {
        try (Page page = chromium.page(1100, 900, ColorScheme.LIGHT)) {
            open(page, "/lab?users=2&calls=2&delay=10ms&modes=pool&modes=reactive&repeats=2");
            button(page, "Run").click();
            waitUntilDone(page);
            page.evaluate(
                    """
                            () => {
                              window.wrong = [];
                              window.painted = 0;
                              const charts = () => [...document.querySelectorAll('.picture > .chart')].filter(chart => chart.checkVisibility());
                              const check = () => {
                                const widths = charts().map(chart => `${chart.getAttribute('width')} of ${chart.parentElement.clientWidth}`);
                                const axes = new Set(charts().map(chart => [...chart.querySelectorAll('.labels text')]
                                  .map(label => label.textContent).filter(label => / m?s$/.test(label)).join()));
                                if (widths.some(width => new Set(width.split(' of ')).size > 1) || axes.size > 1) {
                                  window.wrong.push([...widths, ...axes].join(' | '));
                                }
                                window.painted++;
                              };
                              // A click or a change of the window after the frame began shows only in the next frame.
                              let changes = 0;
                              ['click', 'change'].forEach(type => addEventListener(type, () => changes++, true));
                              const frame = () => {
                                const before = `${changes} ${innerWidth}`;
                                const channel = new MessageChannel();
                                channel.port1.onmessage = () => before === `${changes} ${innerWidth}` && check();
                                channel.port2.postMessage(null);
                                requestAnimationFrame(frame);
                              };
                              requestAnimationFrame(frame);
                            }""");
            page.evaluate("() => document.querySelectorAll('#runs button')[2].click()");
            awaitFrames(page);
            assertThat(page.locator(".view")).hasCount(2);
            page.setViewportSize(800, 900);
            awaitFrames(page);
            page.setViewportSize(1300, 900);
            awaitFrames(page);
            button(page, "End comparison").click();
            awaitFrames(page);
            page.locator("[data-zoom='2']").click();
            page.locator("#view [data-part=repeat]").selectOption("1");
            awaitFrames(page);
            takeScreenshot(page, "lab-zoomed.png");
            awaitFrames(page);

            assertThat((List<?>) page.evaluate("wrong")).isEmpty();
        }
    }

    private static void awaitFrames(Page page) {
        int painted = (int) page.evaluate("painted");
        page.waitForCondition(() -> (int) page.evaluate("painted") > painted + 10);
    }

    @Test
    void labelsTheCurvesSoThatFewThreadsBelowManyCallsAreReadable() {
        try (Page page = chromium.page(1100, 900, ColorScheme.LIGHT)) {
            open(page, "/lab?users=20&calls=5&delay=300ms&threads=20&modes=pool&modes=reactive");
            button(page, "Run").click();
            waitUntilDone(page);

            assertThat(page.locator("[data-mode=pool] .peak"))
                    .hasText(new String[] { "at most 20 calls in flight", "mostly 20 threads held" });
            assertThat(page.locator("[data-mode=reactive] .peak").last()).hasText("mostly no thread held");
            double curve = page.locator("[data-mode=pool] .part-held").boundingBox().height;
            assertThat(curve).isGreaterThan(15);
            BoundingBox line = page.locator("[data-mode=reactive] .part-inFlight").boundingBox();
            assertThat(page.locator("[data-mode=reactive] .peak").first().boundingBox().x)
                    .isGreaterThan(line.x + line.width);
        }
    }

    @ParameterizedTest
    @CsvSource({ "0, 21614.29, 0, no thread held", "0.004, 21614.29, 0, no thread held", "0.04, , 0.04, –",
            "0.07, 5912.3, 0.07, '5,900'",
            "1.64, 31.42, 1.6, 31", "20, 1, 20, 1" })
    void callsPerThreadFitTheHeldThreads(double held, Double callsPerThread, String heldCell, String ratioCell)
            throws IOException {
        try (Page page = chromium.page(1100, 900, ColorScheme.LIGHT)) {
            open(page, "/lab");
            ObjectNode report = (ObjectNode) new ObjectMapper()
                    .readTree(page.context().request().get(app.url() + "/lab-recorded.json").text());
            report.withArray("modes").forEach(mode -> {
                ((ObjectNode) mode.get("held")).put("median", held).put("min", 0).put("max", 0.02);
                ((ObjectNode) mode).put("callsPerThread", callsPerThread);
            });
            page.locator("#file").setInputFiles(
                    new FilePayload("held.json", "application/json", report.toString().getBytes(UTF_8)));

            assertThat(page.locator("#view .source")).containsText("held.json");
            Locator cells = page.locator("[data-part=rows] tr").last().locator("td");
            assertThat(cells.nth(8)).hasText(heldCell + "0–0.02");
            assertThat(cells.nth(9)).hasText(ratioCell);
        }
    }

    @Test
    void drawsTheWorkOfACallApartFromItsCall() {
        try (Page page = chromium.page(1100, 900, ColorScheme.LIGHT)) {
            List<String> consoleErrors = open(page, "/lab");
            assertThat(headline(page)).containsText("5 calls of 200 ms");
            assertThat(page.locator(".legend .working")).isHidden();
            page.navigate(app.url() + "/lab?users=4&calls=2&delay=20ms&work=20ms&modes=pool&modes=reactive&repeats=1");
            button(page, "Run").click();
            waitUntilDone(page);

            assertThat(page.locator(".legend .working")).isVisible();
            for (String mode : List.of("pool", "reactive")) {
                assertThat(page.locator("[data-mode=%s] .part-working".formatted(mode)))
                        .hasAttribute("d", Pattern.compile("(M[^M]*){8}"));
            }
            assertThat(page.locator("#view .notes")).containsText("Concurrency adds no processors: in every mode, 8 calls with"
                    + " 20 ms of work each need at least ");
            page.locator("[data-mode=pool] .chart").focus();
            page.keyboard().press("ArrowRight");
            assertThat(page.locator("#tooltip")).containsText(Pattern.compile("response at .* ms.*worked for .* ms, done at"));
            assertThat(consoleErrors).isEmpty();
        }
    }

    @Test
    void offersOnlyModesThatTheServerCanExecute() {
        try (Page page = chromium.page(1100, 900, ColorScheme.LIGHT)) {
            open(page, "/lab?modes=pool&modes=virtual");
            page.locator("#settings summary").click();
            Locator virtual = page.locator("[name=modes][value=virtual]");

            assertThat(virtual).isChecked(new LocatorAssertions.IsCheckedOptions().setChecked(VIRTUAL));
            assertThat(virtual).isEnabled(new LocatorAssertions.IsEnabledOptions().setEnabled(VIRTUAL));
        }
    }

    @Test
    void savesAPictureAndOpensAReport() throws IOException {
        try (Page page = chromium.page(1100, 900, ColorScheme.LIGHT)) {
            List<String> consoleErrors = open(page, "/lab");
            assertThat(headline(page)).containsText("5 calls of 200 ms");
            Path svg = page.waitForDownload(() -> button(page, "Save as SVG").click()).path();
            assertThat(Files.readString(svg)).startsWith("<svg")
                    .contains("5 calls of 200\u00a0ms", "sequential", "at most 5 calls in flight, mostly 5 threads held",
                            ">at most 5 calls in flight<", ">mostly 5 threads held<", ">mostly no thread held<", ">calls<",
                            ">threads<")
                    .doesNotContain(" class=");
            Path png = page.waitForDownload(() -> button(page, "Save as PNG").click()).path();
            assertThat(Files.readAllBytes(png)).startsWith(0x89, 'P', 'N', 'G').hasSizeGreaterThan(10_000);

            String report = page.context().request()
                    .get(app.url() + "/lab/runs?users=101&calls=1&delay=5ms&modes=reactive&failures=0.5",
                            RequestOptions.create().setHeader("Accept", "application/json"))
                    .text();
            page.locator("#file").setInputFiles(new FilePayload("mine.json", "application/json", report.getBytes(UTF_8)));
            assertThat(page.locator("#view .source")).containsText("From the file mine.json.");
            assertThat(page.locator(".lane:visible")).hasCount(1);
            assertThat(page.locator("[data-mode=reactive] .part-done")).hasAttribute("d", Pattern.compile("M.*z"));
            requireAccessible(page);

            page.locator("#file")
                    .setInputFiles(new FilePayload("other.json", "application/json", "{\"plan\":{}}".getBytes(UTF_8)));
            assertThat(page.getByRole(AriaRole.ALERT)).hasText("other.json is not a report of a run of this lab.");
            page.evaluate("""
                    text => {
                      const dataTransfer = new DataTransfer();
                      dataTransfer.items.add(new File([text], 'dropped.json'));
                      document.body.dispatchEvent(new DragEvent('drop', { dataTransfer, bubbles: true, cancelable: true }));
                    }""", report);
            assertThat(page.locator("#view .source")).containsText("From the file dropped.json.");
            assertThat(page.getByRole(AriaRole.ALERT)).isHidden();
            assertThat(consoleErrors).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource({ "en, 1100", "en, 390", "zh, 1100", "zh, 390" })
    void textsOfASavedPictureFitAndDoNotOverlap(String language, int width) throws IOException {
        try (Page page = chromium.page(width, 900, ColorScheme.LIGHT);
                Page picture = chromium.page(width, 900, ColorScheme.LIGHT)) {
            open(page, "/lab?users=101&calls=2&delay=5ms&failures=0.3&lang=" + language);
            page.locator("#run-button").click();
            assertThat(page.locator("[data-part=rows] tr")).hasCount(4,
                    new LocatorAssertions.HasCountOptions().setTimeout(TIMEOUT));
            String svg = Files.readString(page.waitForDownload(() -> page.locator("[data-save=svg]").click()).path());
            picture.setContent("<!DOCTYPE html><body style='margin: 0'>" + svg);

            assertThat(picture.locator("svg").first()).hasAttribute("lang", language);
            assertThat((List<?>) picture.evaluate(
                    """
                            () => {
                              const root = document.querySelector('svg');
                              const texts = [...root.querySelectorAll(':scope > text')];
                              const boxes = texts.map(text => ({ text: text.textContent, box: text.getBBox() }));
                              return boxes.filter(({ box }, index) => box.x + box.width > root.width.baseVal.value
                                  || boxes.slice(index + 1).some(other => other.box.x < box.x + box.width && box.x < other.box.x + other.box.width
                                      && other.box.y + 4 < box.y + box.height && box.y + 4 < other.box.y + other.box.height))
                                .map(({ text }) => text);
                            }"""))
                    .isEmpty();
        }
    }

    @Test
    void showsTheCodeOfAModeInTwoLanguages() {
        try (Page page = chromium.page(1100, 900, ColorScheme.LIGHT)) {
            open(page, "/lab");
            Locator lane = page.locator("[data-mode=reactive]");
            lane.locator(".code summary").click();
            assertThat(lane.getByRole(AriaRole.TABPANEL)).containsText("Uni.");
            lane.getByRole(AriaRole.TAB, new Locator.GetByRoleOptions().setName("Java")).press("ArrowRight");
            assertThat(lane.getByRole(AriaRole.TAB, new Locator.GetByRoleOptions().setName("Python"))).isFocused();
            assertThat(lane.getByRole(AriaRole.TABPANEL)).containsText("asyncio.gather");
            requireAccessible(page);
        }
    }

    @Test
    void palesAResultThatIsNotOfTheForm() {
        try (Page page = chromium.page(1100, 900, ColorScheme.LIGHT)) {
            open(page, "/lab?users=10&calls=20&delay=2s&threads=2&modes=sequential");
            assertThat(headline(page)).containsText("5 calls of 200 ms");
            button(page, "Run").click();
            assertThat(page.locator("#view .source")).containsText("Measured now.");
            button(page, "Cancel").click();
            assertThat(page.locator("#view.stale [data-part=stale]")).hasText("This run is not complete.");
            assertThat(headline(page)).hasText("Cancelled.");
            assertThat(page.locator("#permalink")).hasAttribute("href", Pattern.compile(".*users=10&calls=20.*seed=.*"));
            assertThat(page.locator("#runs [aria-pressed=true]")).hasCount(0);
            requireAccessible(page);
        }
    }

    @Test
    void waitsWhileAnotherRunIsActive() {
        try (Page other = chromium.page(1100, 900, ColorScheme.LIGHT);
                Page page = chromium.page(1100, 900, ColorScheme.LIGHT)) {
            open(other, "/lab?users=10&calls=20&delay=2s&threads=2&modes=sequential");
            button(other, "Run").click();
            assertThat(other.locator("#view .source")).containsText("Measured now.");

            List<String> consoleErrors = open(page, "/lab?users=1&calls=1&delay=10ms&modes=reactive");
            button(page, "Run").click();
            assertThat(page.locator("#status")).hasText("Waiting for another run to end…");
            button(page, "Cancel").click();
            assertThat(page.locator("#status")).hasText("Cancelled.");
            button(page, "Run").click();
            assertThat(page.locator("#status")).hasText("Waiting for another run to end…");
            button(other, "Cancel").click();

            waitUntilDone(page);
            assertThat(consoleErrors).isEmpty();
        }
    }

    @Test
    void stopsWaitingForOtherRunsAfterTenMinutes() {
        try (Page page = chromium.page(1100, 900, ColorScheme.LIGHT)) {
            page.clock().install();
            page.route("**/lab/runs*", route -> route.fulfill(new Route.FulfillOptions().setStatus(429)
                    .setContentType("application/json").setBody("{\"success\":false,\"message\":\"busy\",\"data\":{}}")));
            open(page, "/lab?users=1&calls=1&delay=10ms&modes=reactive");
            button(page, "Run").click();
            assertThat(page.locator("#status")).hasText("Waiting for another run to end…");
            page.clock().fastForward("10:01");

            assertThat(page.getByRole(AriaRole.ALERT))
                    .hasText("The lab has been busy with other runs for 10 minutes. Press Run to keep waiting.");
            assertThat(page.locator("#status")).hasText("Failed.");
            assertThat(button(page, "Run")).isEnabled();
        }
    }

    @Test
    void readsEventsAsTheStandardDefinesThem() {
        try (Page page = chromium.page(1100, 900, ColorScheme.LIGHT)) {
            page.route("**/lab/runs*", route -> {
                String stream = page.context().request().get(route.request().url(),
                        RequestOptions.create().setHeader("Accept", "text/event-stream")).text();
                route.fulfill(new Route.FulfillOptions().setContentType("text/event-stream")
                        .setBody(withEverythingThatTheStandardAllows(stream)));
            });
            List<String> consoleErrors = open(page, "/lab?users=2&calls=2&delay=10ms&modes=pool&modes=reactive");
            button(page, "Run").click();

            waitUntilDone(page);
            assertThat(page.locator("[data-part=rows] tr")).hasCount(2);
            assertThat(page.getByRole(AriaRole.ALERT)).isHidden();
            assertThat(consoleErrors).isEmpty();
        }
    }

    /** Adds comments, other fields, unknown events, data of several lines and CRLF. */
    private static String withEverythingThatTheStandardAllows(String stream) {
        return ": a comment\n\nretry: 1000\nevent: unknown\ndata: not JSON\n\n"
                .concat(stream.replace("event:", ":\nid: 7\nevent: ").replace("data:{", "data: {\ndata:"))
                .replace("\n", "\r\n");
    }

    @Test
    void showsTheErrorMessageOfAWrongScenarioAtItsFields() {
        try (Page page = chromium.page(390, 844, ColorScheme.LIGHT)) {
            open(page, "/lab?users=200&calls=20");
            button(page, "Run").click();

            String message = "Page views times Calls must be at most 2,000, but was 4,000.";
            assertThat(page.getByRole(AriaRole.ALERT)).hasText(message);
            assertThat(page.locator("[name=users]")).hasAttribute("aria-invalid", "true");
            assertThat(page.locator("[name=users]")).hasAccessibleDescription(message);
            assertThat(page.locator("[name=calls]")).hasAccessibleDescription(message);
            assertThat(page.locator("[name=delay]")).not().hasAttribute("aria-invalid", "true");
            requireAccessible(page);
            page.locator("[name=users]").fill("0");
            assertThat(page.locator("[name=users]")).not().hasAttribute("aria-invalid", "true");
            button(page, "Run").click();
            assertThat(page.locator("[name=users]")).isFocused();
            assertThat(page.locator("[name=users]")).hasAttribute("aria-invalid", "true");
        }
    }

    @Test
    void requiresAtLeastOneMode() {
        try (Page page = chromium.page(1100, 900, ColorScheme.LIGHT)) {
            open(page, "/lab");
            page.locator("#settings summary").click();
            page.locator("#modes input").all().forEach(Locator::uncheck);
            button(page, "Run").click();

            assertThat(page.getByText("Select at least one mode.")).isVisible();
            assertThat(page.getByLabel("sequential").first()).isFocused();
        }
    }

    @Test
    void offersTheRunAsJsonAndAsLink() throws IOException {
        try (Page page = chromium.page(1100, 900, ColorScheme.LIGHT)) {
            open(page, "/lab?users=2&calls=2&delay=10ms&modes=pool&modes=reactive&repeats=2&seed=9007199254740993");
            button(page, "Run").click();
            waitUntilDone(page);

            Download download = page.waitForDownload(() -> button(page, "Download as JSON").click());
            JsonNode run = new ObjectMapper().readTree(Files.readString(download.path()));
            assertThat(download.suggestedFilename()).isEqualTo("lab-run.json");
            assertThat(run.at("/plan/scenario/seed").asText()).isEqualTo("9007199254740993");
            assertThat(run.get("calls")).hasSize(2 * 2 * 2 * 2);
            assertThat(run.get("modes")).hasSize(2);
            // the operating system has selected the port
            assertThat(run.at("/plan/machine/upstream").asText()).isEqualTo(app.url().toString());
            assertThat(page.getByText("Link to this scenario with its seed")).hasAttribute("href",
                    "/lab?users=2&calls=2&delay=10ms&jitter=0&work=0&failures=0&threads=20&repeats=2"
                            + "&modes=pool&modes=reactive&seed=9007199254740993");
        }
    }

    @ParameterizedTest
    @CsvSource({ "1100, LIGHT", "390, DARK" })
    void isInChinese(int width, ColorScheme colors) {
        try (Page page = chromium.page(width, 844, colors)) {
            List<String> consoleErrors = open(page, "/lab?lang=zh");
            assertThat(headline(page)).hasText(Pattern.compile("5 次调用（每次 200\\sms）：逐个执行 .*\\sms，同时执行 .*\\sms。"));
            assertThat(page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("一位访客")))
                    .hasAttribute("aria-current", "true");
            assertThat(linesOfBadge(page)).isLessThanOrEqualTo(2);
            takeScreenshot(page, "lab-zh-first-%d.png".formatted(width));
            Chromium.requireChinese(page, NOT_TRANSLATED);

            page.locator("#settings summary").first().click();
            page.locator("[name=users]").fill("2");
            page.locator("[name=calls]").fill("2");
            page.locator("[name=delay]").fill("20ms");
            page.locator("[name=failures]").fill("0.5");
            page.locator("[name=seed]").fill("7");
            page.locator("#run-button").click();
            assertThat(page.locator("#status")).hasText(Pattern.compile("已完成，用时 .* 秒。"),
                    new LocatorAssertions.HasTextOptions().setTimeout(TIMEOUT));
            assertThat(headline(page)).containsText("次调用中");
            assertThat(page).hasURL(Pattern.compile(".*lang=zh.*"));
            page.locator("[data-mode=pool] .chart").focus();
            page.keyboard().press("ArrowRight");
            assertThat(page.locator("#tooltip")).containsText("页面请求 1，调用 1：");
            page.locator("[data-mode=pool] .code summary").click();
            page.locator(".measurements summary").click();
            takeScreenshot(page, "lab-zh-%d.png".formatted(width));
            Chromium.requireChinese(page, NOT_TRANSLATED);
            requireAccessible(page);
            page.locator("#runs button").last().click();
            Chromium.requireChinese(page, NOT_TRANSLATED);

            page.locator("[name=users]").fill("200");
            page.locator("[name=calls]").fill("20");
            page.locator("#run-button").click();
            assertThat(page.getByRole(AriaRole.ALERT)).containsText("请检查“页面请求数”、“调用次数”：");
            page.locator("[name=delay]").fill("soon");
            page.locator("[name=threads]").fill("0");
            page.locator("#run-button").click();
            assertThat(page.locator("[name=delay]")).hasAccessibleDescription("带单位 ms 或 s 的数，例如 200ms 或 1s");
            assertThat(page.locator("[name=threads]")).hasAccessibleDescription("1 到 200 的整数");
            Chromium.requireChinese(page, NOT_TRANSLATED);
            assertThat(page.evaluate("document.documentElement.scrollWidth <= innerWidth")).isEqualTo(true);
            assertThat(consoleErrors.stream().filter(error -> !error.contains("400"))).isEmpty();
        }
    }

    @Test
    void opensOtherPagesInANewTabWhenItIsInAFrame() {
        try (Page page = chromium.page(1100, 900, ColorScheme.LIGHT)) {
            // The same headers as with meanwhile.lab.embed-origins, which LabEmbedTest checks.
            page.route("**/lab", route -> {
                APIResponse response = route.fetch();
                Map<String, String> headers = new HashMap<>(response.headers());
                headers.keySet().removeAll(List.of("x-frame-options", "content-security-policy"));
                route.fulfill(new Route.FulfillOptions().setResponse(response).setHeaders(headers));
            });
            page.setContent("<iframe src='%s/lab' width='1000' height='800'></iframe>".formatted(app.url()));

            FrameLocator frame = page.frameLocator("iframe");
            assertThat(frame.locator("#view h2")).containsText("5 calls of 200 ms");
            assertThat(frame.getByRole(AriaRole.LINK, new FrameLocator.GetByRoleOptions().setName("Fetch")))
                    .hasAttribute("target", "_blank");
            assertThat(frame.getByRole(AriaRole.LINK, new FrameLocator.GetByRoleOptions().setName("One visitor")))
                    .not().hasAttribute("target", "_blank");
        }
    }

    @Test
    void sharesTheLinkOfTheScenario() {
        try (Page page = chromium.page(1100, 900, ColorScheme.LIGHT)) {
            page.addInitScript("navigator.share = data => { window.shared = data; return Promise.resolve(); }");
            open(page, "/lab");
            button(page, "Share").click();
            assertThat((String) page.evaluate("shared.url")).isEqualTo(app.url()
                    + "/lab?users=1&calls=5&delay=200ms&jitter=0&work=0"
                    + "&failures=0&threads=20&repeats=3&modes=sequential&modes=pool&modes=virtual&modes=reactive&seed=7");

            page.evaluate("navigator.share = undefined");
            page.evaluate("Object.defineProperty(navigator, 'clipboard',"
                    + " { value: { writeText: text => { window.copied = text; return Promise.resolve(); } } })");
            button(page, "Share").click();
            assertThat(page.locator("#status")).hasText("The link is copied.");
            assertThat(page.evaluate("copied === shared.url")).isEqualTo(true);
        }
    }

    @Test
    void drawsTheHeaviestRunWithoutFreezing() {
        try (Page page = chromium.page(1100, 900, ColorScheme.LIGHT)) {
            List<String> consoleErrors = open(page, "/lab?users=200&calls=10&delay=100ms&threads=200&repeats=1");
            page.evaluate("""
                    () => {
                      window.longest = 0;
                      let last = performance.now();
                      const tick = now => {
                        window.longest = Math.max(window.longest, now - last);
                        last = now;
                        requestAnimationFrame(tick);
                      };
                      requestAnimationFrame(tick);
                    }""");
            button(page, "Run").click();
            waitUntilDone(page);

            takeScreenshot(page, "lab-heaviest.png");
            assertThat(((Number) page.evaluate("longest")).doubleValue()).isLessThan(2_000);
            assertThat(consoleErrors).isEmpty();
        }
    }

    private static int linesOfBadge(Page page) {
        return ((Number) page.locator("#view .recorded").evaluate("""
                badge => {
                  const range = document.createRange();
                  range.selectNodeContents(badge);
                  return new Set([...range.getClientRects()].map(({ top }) => top)).size;
                }""")).intValue();
    }

    private static Locator headline(Page page) {
        return page.locator("#view h2");
    }

    private static void requireAccessible(Page page) {
        assertThat(new AxeBuilder(page).analyze().getViolations()).isEmpty();
    }

    private static Locator button(Page page, String name) {
        return page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true));
    }

    private static void waitUntilDone(Page page) {
        assertThat(page.locator("#status")).hasText(Pattern.compile("Done in .*"),
                new LocatorAssertions.HasTextOptions().setTimeout(TIMEOUT));
    }

    /**
     * Opens the page with the strictest content security policy that its files allow. Chromium reports each response with
     * status 429, which the page gets while another run is active. After a cancellation it can keep the connection for 5
     * seconds to read the rest of the response, and the cancelled run is active until then.
     *
     * @return the console messages from now on, without those about status 429 of a run
     */
    private static List<String> open(Page page, String path) {
        List<String> consoleErrors = new ArrayList<>();
        page.onConsoleMessage(message -> {
            if (!(message.text().contains("status of 429") && message.location().contains("/lab/runs?"))) {
                consoleErrors.add(message.text());
            }
        });
        page.onPageError(consoleErrors::add);
        page.route(Pattern.compile(".*/lab(\\?.*)?$"), LabPageIT::forbidEverythingInline);
        page.navigate(app.url() + path);
        return consoleErrors;
    }

    private static void forbidEverythingInline(Route route) {
        APIResponse response = route.fetch();
        Map<String, String> headers = new HashMap<>(response.headers());
        headers.put("content-security-policy", "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:;"
                + " connect-src 'self'; form-action 'self'; base-uri 'none'");
        route.fulfill(new Route.FulfillOptions().setResponse(response).setHeaders(headers));
    }

    private static void takeScreenshot(Page page, String name) {
        page.screenshot(new Page.ScreenshotOptions().setPath(Path.of("target/screenshots", name)).setFullPage(true));
    }
}
