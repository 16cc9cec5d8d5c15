package dev.meanwhile.home;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.ForcedColors;
import com.microsoft.playwright.options.Media;

import dev.meanwhile.BrowserTest;
import dev.meanwhile.Chromium;
import dev.meanwhile.PackagedApp;

/**
 * The home page, error pages and the frame of all pages in a browser; screenshots are written to {@code target/screenshots}.
 */
class HomePageIT extends BrowserTest {

    private static final String CHINESE_PATH = "/禅与计算机程序设计艺术/😀";

    @AutoClose
    static PackagedApp appWithoutUpstream;

    @BeforeAll
    static void startAppWithoutUpstream() {
        appWithoutUpstream = PackagedApp.start("quarkus.rest-client.number-api.url=http://localhost:1");
    }

    @ParameterizedTest
    @CsvSource({ "1280, LIGHT, en, NONE", "1280, DARK, zh, NONE", "390, LIGHT, zh, NONE", "390, DARK, en, NONE",
            "1280, LIGHT, en, ACTIVE", "390, DARK, zh, ACTIVE" })
    void showsSuccessAndANewNumberOnRequest(int width, ColorScheme colors, String language, ForcedColors forced) {
        try (Page page = open(app, "/", width, colors, language, forced)) {
            List<String> errors = Chromium.recordPageErrors(page);
            Chromium.takeScreenshot(page, "home-" + language + "-" + forced, colors);

            boolean english = language.equals("en");
            assertThat(page.getByRole(AriaRole.HEADING).first()).hasText(english ? "Success!" : "成功！");
            page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName(english ? "Draw again" : "再抽一次")).click();
            assertThat(page.getByRole(AriaRole.HEADING).first()).hasText(english ? "Success!" : "成功！");
            assertThat(page.locator(".phases h2")).hasText(
                    Pattern.compile(english ? "Where the time went \\([\\d.]+ ms in all\\)" : "耗时分布（共 [\\d.]+ ms）"));
            assertThat(page.locator(".phases li")).hasText(english
                    ? new Pattern[] { Pattern.compile("connect .*"), Pattern.compile("wait .*"), Pattern.compile("receive .*"),
                            Pattern.compile("render .*") }
                    : new Pattern[] { Pattern.compile("连接 .*"), Pattern.compile("等待 .*"), Pattern.compile("接收 .*"),
                            Pattern.compile("渲染 .*") });
            assertThat(errors).isEmpty();
            requireAccessibleAndNoScrolling(page);
        }
    }

    @ParameterizedTest
    @CsvSource({ "1280, LIGHT, en, NONE", "390, DARK, zh, NONE", "390, LIGHT, en, ACTIVE" })
    void showsTheReasonOfAFailure(int width, ColorScheme colors, String language, ForcedColors forced) {
        try (Page page = open(appWithoutUpstream, "/", width, colors, language, forced)) {
            Chromium.takeScreenshot(page, "error-" + language + "-" + forced, colors);

            boolean english = language.equals("en");
            assertThat(page.getByRole(AriaRole.HEADING).first()).hasText(english ? "Error!" : "出错了！");
            assertThat(page.getByText(english ? "Invalid request." : "请求无效。")).isVisible();
            assertThat(page.getByText("The numeric API could not be reached.")).isVisible();
            requireAccessibleAndNoScrolling(page);

            page.navigate(appWithoutUpstream.url() + "/?x=%22&y");
            page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName(english ? "Try again" : "重试")).click();
            assertThat(page).hasURL(appWithoutUpstream.url() + "/?x=%22&y");
        }
    }

    @Test
    void copiesTheErrorId() {
        try (Page page = open(appWithoutUpstream, "/", 1280, ColorScheme.LIGHT, "en", ForcedColors.NONE)) {
            page.context().grantPermissions(List.of("clipboard-read", "clipboard-write"));
            page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Copy")).click();

            assertThat(page.getByRole(AriaRole.BUTTON)).hasText("Copied");
            String id = (String) page.evaluate("navigator.clipboard.readText()");
            assertThat(id).matches("[0-9a-f]{16}");
            assertThat(page.getByText("Error id: " + id)).isVisible();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = { "en", "zh" })
    void longAndChinesePathsOfAnErrorPageFitAPhone(String language) {
        for (String path : List.of("/" + "x".repeat(3_000), CHINESE_PATH, "/" + "禅".repeat(500))) {
            try (Page page = open(app, path, 390, ColorScheme.LIGHT, language, ForcedColors.NONE)) {
                String name = "not-found-%s-%d".formatted(language, path.length());
                Chromium.takeScreenshot(page, name, ColorScheme.LIGHT);

                assertThat(page.locator("article hgroup p")).containsText(path.substring(0, Math.min(path.length(), 200)));
                assertThat(page.locator("article .button")).isInViewport();
                requireAccessibleAndNoScrolling(page);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = { "/", "/nope", "/fetch" })
    void readingWidthIsLimitedAndThatOfTheLabIsLarger(String path) {
        try (Page page = open(app, path, 1_920, ColorScheme.LIGHT, "en", ForcedColors.NONE)) {
            double width = page.locator("main").boundingBox().width;
            assertThat(width).isEqualTo(46 * 16);
            assertThat(page.locator("body > header").boundingBox().width).isEqualTo(width);

            page.navigate(app.url() + "/lab");
            assertThat(page.locator("main").boundingBox().width).isEqualTo(74 * 16);
        }
    }

    @ParameterizedTest
    @CsvSource({ "/, Meanwhile", "/lab, Lab", "/fetch, Fetch", "/gather, Fetch", "/nope," })
    void navigationMarksTheCurrentPage(String path, String name) {
        try (Page page = open(app, path, 1280, ColorScheme.LIGHT, "en", ForcedColors.NONE)) {
            Locator current = page.locator("nav [aria-current=page]");

            assertThat(current).hasText(name == null ? new String[0] : new String[] { name });
            assertThat(page.locator("main [aria-current=page]")).hasCount(0);
            assertThat(page.locator("a[role=button]")).hasCount(0);
        }
    }

    @ParameterizedTest
    @CsvSource({ "LIGHT, NONE", "DARK, NONE", "LIGHT, ACTIVE" })
    void keyboardSkipsTheNavigationAndShowsItsFocus(ColorScheme colors, ForcedColors forced) {
        try (Page page = open(app, "/", 1280, colors, "en", forced)) {
            page.keyboard().press("Tab");
            Locator skip = page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Skip to the content"));
            assertThat(skip).isFocused();
            assertThat(skip).isInViewport();
            assertThat(skip).hasCSS("outline", Pattern.compile("rgba?\\([^)]*\\) solid 2px"));
            page.keyboard().press("Enter");
            page.keyboard().press("Tab");

            Locator first = page.locator("main a").first();
            assertThat(first).isFocused();
            assertThat(first).hasCSS("outline", Pattern.compile("rgba?\\([^)]*\\) solid 2px"));
        }
    }

    @Test
    void languageSwitchKeepsPathAndQueryAndLinksKeepTheLanguage() {
        try (Page page = open(app, "/nope/x?a=%22b&lang=en", 1280, ColorScheme.LIGHT, "zh", ForcedColors.NONE)) {
            assertThat(page.locator("h1")).hasText("Not found");
            page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("中文")).click();

            assertThat(page).hasURL(app.url() + "/nope/x?lang=zh&a=%22b");
            assertThat(page.locator("h1")).hasText("页面不存在");
            page.locator("nav").getByText("实验室").click();
            assertThat(page).hasURL(app.url() + "/lab?lang=zh");
            assertThat(page.locator("html")).hasAttribute("lang", "zh");
        }
    }

    @Test
    void printsTheContentOnly() {
        try (Page page = open(app, "/", 1280, ColorScheme.LIGHT, "en", ForcedColors.NONE)) {
            page.emulateMedia(new Page.EmulateMediaOptions().setMedia(Media.PRINT));

            assertThat(page.locator("nav")).isHidden();
            assertThat(page.getByText("Draw again")).isHidden();
            assertThat(page.locator("article h1")).isVisible();
            assertThat(page.locator(".phases svg")).isVisible();
        }
    }

    private static Page open(PackagedApp app, String path, int width, ColorScheme colors, String language,
            ForcedColors forced) {
        Page page = chromium.page(width, width < 500 ? 844 : 900, colors);
        page.emulateMedia(new Page.EmulateMediaOptions().setForcedColors(forced));
        page.setExtraHTTPHeaders(Map.of("Accept-Language", language));
        page.navigate(app.url() + path);
        return page;
    }

    private static void requireAccessibleAndNoScrolling(Page page) {
        assertThat(Chromium.fitsViewportWidth(page)).isTrue();
        assertThat(new AxeBuilder(page).analyze().getViolations()).isEmpty();
    }
}
