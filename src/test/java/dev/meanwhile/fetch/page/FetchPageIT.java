package dev.meanwhile.fetch.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.BoundingBox;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.ForcedColors;

import dev.meanwhile.BrowserTest;
import dev.meanwhile.Chromium;

/** The fetch page in a browser, in each of its states. Screenshots are written to {@code target/screenshots}. */
class FetchPageIT extends BrowserTest {

    /** Texts that are the same on a Chinese page: proper names, units and URLs. */
    private static final Pattern NOT_TRANSLATED = Pattern.compile("URL|Meanwhile.*|English|[\\d,]+[ \u00a0]ms|https?://\\S+");

    @ParameterizedTest
    @CsvSource({ "1100, 900, LIGHT", "390, 844, DARK", "390, 844, LIGHT" })
    void fetchesTheUrlsEnteredIntoTheForm(int width, int height, ColorScheme colors) {
        try (Page page = chromium.page(width, height, colors)) {
            List<String> errors = Chromium.recordPageErrors(page);
            page.navigate(app.url().toString());
            page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Fetch")).click();
            requireAccessible(page);
            Chromium.takeScreenshot(page, "fetch-empty", colors);

            urls(page).fill("%1$s/api/7\n%1$s/nope\nhttps://example.com/".formatted(app.url()));
            button(page, "Fetch").click();

            Locator rows = page.locator("tbody tr");
            assertThat(rows).hasCount(3);
            assertThat(rows.nth(0)).containsText("\"data\":\"7\"");
            assertThat(rows.nth(1)).containsText("returned status 404.");
            assertThat(rows.nth(2)).containsText("is not in meanwhile.fetch.allowed-origins.");
            assertThat(page.locator("#summary")).hasText(Pattern.compile("1 of 3 documents in [\\d,]+\\sms[.:].*"));
            assertThat(rows.nth(0).getByRole(AriaRole.LINK)).hasAttribute("href", app.url() + "/api/7");
            assertThat(rows.nth(2).getByRole(AriaRole.LINK)).hasCount(0);
            Chromium.takeScreenshot(page, "fetch", colors);
            requireAccessible(page);
            assertThat(errors).isEmpty();
            assertThat(Chromium.fitsViewportWidth(page)).isTrue();
        }
    }

    @Test
    void resultsAreCardsOnAPhone() {
        try (Page page = chromium.page(390, 844, ColorScheme.LIGHT)) {
            page.navigate(app.url() + "/fetch?url=%1$s/api/7&url=%1$s/nope".formatted(app.url()));

            for (Locator cell : page.locator("tbody :is(th, td)").all()) {
                BoundingBox box = cell.boundingBox();
                assertThat(box.x).isNotNegative();
                assertThat(box.x + box.width).isLessThanOrEqualTo(390);
                assertThat(box.width).isGreaterThan(250);
            }
            assertThat(page.evaluate("getComputedStyle(document.querySelector('tbody td'), '::before').content"))
                    .isEqualTo("\"Outcome: \"");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = { "en", "zh" })
    void outcomesKeepTheirWordsBesideALongUrl(String language) {
        try (Page page = chromium.page(1100, 900, ColorScheme.LIGHT)) {
            page.navigate(app.url() + "/gather?url=%1$s/api/7&url=%1$s/greet/%2$s&lang=%3$s"
                    .formatted(app.url(), "x".repeat(300), language));

            assertThat(page.locator("tbody tr")).hasCount(2);
            for (Locator outcome : page.locator(".outcome").all()) {
                assertThat(outcome.boundingBox().height).isLessThan(60);
            }
            assertThat(Chromium.fitsViewportWidth(page)).isTrue();
        }
    }

    @Test
    void anAllowedOriginEntersAUrl() {
        try (Page page = chromium.page(1100, 900, ColorScheme.LIGHT)) {
            page.navigate(app.url() + "/fetch");
            // axe does not report text in the colour of its background.
            assertThat(page.evaluate("getComputedStyle(document.querySelector('.origins button')).color"))
                    .isEqualTo(page.evaluate("getComputedStyle(document.body).color"));
            assertThat(page.evaluate("document.querySelector('.origins button').getBoundingClientRect().left"))
                    .isEqualTo(page.evaluate("document.querySelector('#origins').getBoundingClientRect().left"));
            button(page, app.url().toString()).click();
            assertThat(urls(page)).hasValue(app.url() + "/api/7");
            assertThat(urls(page)).isFocused();
            button(page, app.url().toString()).press("Enter");
            assertThat(urls(page)).hasValue("%1$s/api/7\n%1$s/api/7".formatted(app.url()));
            requireAccessible(page);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            1100 | LIGHT | en | 17 | At most 16 URLs can be fetched at a time, but these are 17.
            390  | DARK  | en | 1  | Invalid URL: url must be an absolute URL, but was '/api/7'.
            390  | LIGHT | zh | 17 | 一次最多抓取 16 个 URL，当前有 17 个。
            """)
    void anErrorIsShownAtTheFieldWithTheEnteredUrls(int width, ColorScheme colors, String lang, int count, String message) {
        try (Page page = chromium.page(width, 844, colors)) {
            page.navigate(app.url() + "/fetch?lang=" + lang);
            urls(page).fill(String.join("\n", Collections.nCopies(count, "/api/7")));
            page.locator("[type=submit]").click();

            assertThat(urls(page)).hasAccessibleDescription(message);
            assertThat(urls(page)).hasAttribute("aria-invalid", "true");
            assertThat(urls(page)).isFocused();
            assertThat(urls(page)).hasValue(String.join("\n", Collections.nCopies(count, "/api/7")));
            assertThat(page.getByText(message)).isVisible();
            requireAccessible(page);
            assertThat(Chromium.fitsViewportWidth(page)).isTrue();
            Chromium.takeScreenshot(page, "fetch-error-" + lang, colors);
        }
    }

    @ParameterizedTest
    @CsvSource({ "1100, LIGHT", "390, DARK" })
    void isInChinese(int width, ColorScheme colors) {
        try (Page page = chromium.page(width, 844, colors)) {
            page.navigate(app.url() + "/fetch?lang=zh");
            Chromium.requireChinese(page, NOT_TRANSLATED);
            urls(page).fill("%1$s/api/7\n%1$s/nope\n%1$s/api/8\nhttps://example.com/".formatted(app.url()));
            page.locator("[type=submit]").click();

            assertThat(page.locator("#summary")).hasText(Pattern.compile("4 个文档中成功 2 个，用时 [\\d,]+\\sms[。：].*"));
            assertThat(page.locator("html")).hasAttribute("lang", "zh");
            Chromium.requireChinese(page, NOT_TRANSLATED);
            requireAccessible(page);
            Chromium.takeScreenshot(page, "fetch-zh", colors);

            urls(page).fill("https://example.com/");
            page.locator("[type=submit]").click();
            assertThat(page.locator("#url-errors")).containsText("不允许：");
            Chromium.requireChinese(page, NOT_TRANSLATED);
        }
    }

    @Test
    void forcedColorsShowOutcomesAndBars() {
        try (Page page = chromium.page(1100, 900, ColorScheme.LIGHT)) {
            page.emulateMedia(new Page.EmulateMediaOptions().setForcedColors(ForcedColors.ACTIVE));
            page.navigate(app.url() + "/fetch?url=%1$s/api/7&url=%1$s/nope".formatted(app.url()));

            assertThat(page.getByText("✓")).isVisible();
            assertThat(page.getByText("✗")).isVisible();
            assertThat(page.evaluate("getComputedStyle(document.querySelector('tbody progress')).borderStyle"))
                    .isEqualTo("solid");
            requireAccessible(page);
            page.screenshot(
                    new Page.ScreenshotOptions().setPath(Path.of("target/screenshots/fetch-forced-colors.png")));
        }
    }

    @Test
    void aSubmittedFormIsBusy() {
        try (Page page = chromium.page(1100, 900, ColorScheme.LIGHT)) {
            page.navigate(app.url() + "/fetch");
            // Keeps the browser on the page, as while it waits for the response.
            page.evaluate("addEventListener('submit', event => event.preventDefault())");
            urls(page).fill(app.url() + "/api/7");
            button(page, "Fetch").click();

            assertThat(page.locator("[type=submit]")).hasAttribute("aria-busy", "true");
            assertThat(page.getByRole(AriaRole.STATUS)).hasText("Fetching…");
            requireAccessible(page);
            page.keyboard().press("Escape");
            assertThat(page.locator("[type=submit]")).hasAttribute("aria-busy", "false");
        }
    }

    private static Locator urls(Page page) {
        return page.locator("#urls");
    }

    private static Locator button(Page page, String name) {
        return page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true));
    }

    private static void requireAccessible(Page page) {
        assertThat(new AxeBuilder(page).analyze().getViolations()).isEmpty();
    }
}
