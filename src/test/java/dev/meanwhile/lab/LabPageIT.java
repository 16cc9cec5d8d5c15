package dev.meanwhile.lab;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.microsoft.playwright.APIResponse;
import com.microsoft.playwright.Download;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.RequestOptions;

import dev.meanwhile.Chromium;
import dev.meanwhile.PackagedApp;

/** Tests the lab page in a browser. Screenshots are in {@code target/screenshots}. */
class LabPageIT {

    private static final int TIMEOUT = 60_000;
    private static final boolean VIRTUAL = Runtime.version().feature() >= 21;

    @AutoClose
    static Chromium chromium;

    @AutoClose
    static PackagedApp app;

    @BeforeAll
    static void start() {
        chromium = new Chromium();
        app = PackagedApp.start();
    }

    @ParameterizedTest
    @CsvSource({ "1100, 900, LIGHT", "1100, 900, DARK", "390, 844, LIGHT", "390, 844, DARK" })
    void runsAPresetAndShowsItsSummary(int width, int height, ColorScheme colors) {
        try (Page page = chromium.page(width, height, colors)) {
            List<String> consoleErrors = open(page, "/lab");
            page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("A failing upstream")).click();
            page.waitForURL(Pattern.compile(".*failures=0.2.*"));
            assertThat(page.locator("[name=failures]")).hasValue("0.2");
            button(page, "Run").click();

            waitUntilDone(page);
            takeScreenshot(page, "lab-%d-%s.png".formatted(width, colors));
            assertThat(page.locator(".lane:visible")).hasCount(4);
            assertThat(page.locator(".waterfall canvas")).hasCount(VIRTUAL ? 4 : 3);
            assertThat(page.locator("#result-rows tr")).hasCount(4);
            assertThat(page.locator("#explanation")).containsText("50 page views of 4 calls of 100 ms");
            assertThat(page.locator("#explanation")).containsText("of 600 calls failed in every mode");
            assertThat(page.locator(".bar-chart canvas")).hasCount(2);
            assertThat(consoleErrors).isEmpty();
            assertThat(page.evaluate("document.documentElement.scrollWidth <= innerWidth")).isEqualTo(true);
        }
    }

    @Test
    void tooltipNamesTheThreadOfACall() {
        try (Page page = chromium.page(1100, 900, ColorScheme.LIGHT)) {
            List<String> consoleErrors = open(page, "/lab?users=1&calls=1&delay=100ms&modes=pool");
            button(page, "Run").click();
            waitUntilDone(page);

            page.locator("[data-mode=pool] canvas").hover();

            assertThat(page.getByText("thread lab-pool-1")).isVisible();
            assertThat(consoleErrors).isEmpty();
        }
    }

    @Test
    void isCancelledByKeyboardAndRunsAgain() {
        try (Page page = chromium.page(1100, 900, ColorScheme.LIGHT)) {
            List<String> consoleErrors = open(page, "/lab?users=10&calls=20&delay=2s&threads=2&modes=sequential");
            button(page, "Run").focus();
            page.keyboard().press("Enter");
            assertThat(button(page, "Cancel")).isEnabled();
            button(page, "Cancel").focus();
            page.keyboard().press("Enter");
            assertThat(page.locator("#status")).hasText("Cancelled.");

            page.locator("[name=delay]").fill("10ms");
            page.locator("[name=threads]").fill("20");
            page.keyboard().press("Enter");

            waitUntilDone(page);
            assertThat(consoleErrors).isEmpty();
        }
    }

    @Test
    void waitsWhileAnotherRunIsActive() {
        try (Page other = chromium.page(1100, 900, ColorScheme.LIGHT);
                Page page = chromium.page(1100, 900, ColorScheme.LIGHT)) {
            open(other, "/lab?users=10&calls=20&delay=2s&threads=2&modes=sequential");
            button(other, "Run").click();
            assertThat(other.locator("#result")).isVisible();

            open(page, "/lab?users=1&calls=1&delay=10ms&modes=reactive");
            button(page, "Run").click();
            assertThat(page.locator("#status")).hasText("Waiting for another run to end…");
            button(page, "Cancel").click();
            assertThat(page.locator("#status")).hasText("Cancelled.");
            button(page, "Run").click();
            assertThat(page.locator("#status")).hasText("Waiting for another run to end…");
            button(other, "Cancel").click();

            waitUntilDone(page);
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
            assertThat(page.locator("#result-rows tr")).hasCount(2);
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
    void showsTheErrorMessageOfAWrongScenario() {
        try (Page page = chromium.page(390, 844, ColorScheme.LIGHT)) {
            open(page, "/lab?users=200&calls=20");
            button(page, "Run").click();

            assertThat(page.getByRole(AriaRole.ALERT))
                    .hasText("users times calls must be at most 2,000, but was 4,000.");
        }
    }

    @Test
    void offersTheRunAsJsonAndAsLink() throws IOException {
        try (Page page = chromium.page(1100, 900, ColorScheme.LIGHT)) {
            open(page, "/lab?users=2&calls=2&delay=10ms&modes=pool&modes=reactive&repeats=2&seed=9007199254740993");
            button(page, "Run").click();
            waitUntilDone(page);

            Download download = page.waitForDownload(() -> page.getByText("Download as JSON").click());
            JsonNode run = new ObjectMapper().readTree(Files.readString(download.path()));
            assertThat(download.suggestedFilename()).isEqualTo("lab-run.json");
            assertThat(run.at("/plan/scenario/seed").asText()).isEqualTo("9007199254740993");
            assertThat(run.get("calls")).hasSize(2 * 2 * 2 * 2);
            assertThat(run.get("modes")).hasSize(2);
            assertThat(page.getByText("Link to this very run")).hasAttribute("href",
                    "/lab?users=2&calls=2&delay=10ms&jitter=0&work=0&failures=0&threads=20&repeats=2&seed=9007199254740993"
                            + "&modes=pool&modes=reactive");
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

    private static Locator button(Page page, String name) {
        return page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true));
    }

    private static void waitUntilDone(Page page) {
        assertThat(page.locator("#status")).hasText(Pattern.compile("Done in .*"),
                new LocatorAssertions.HasTextOptions().setTimeout(TIMEOUT));
    }

    /** Opens the page with the strictest content security policy that its files allow. */
    private static List<String> open(Page page, String path) {
        List<String> consoleErrors = new ArrayList<>();
        page.onConsoleMessage(message -> consoleErrors.add(message.text()));
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
