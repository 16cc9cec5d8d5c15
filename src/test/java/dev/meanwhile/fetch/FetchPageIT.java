package dev.meanwhile.fetch;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;

import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;

import dev.meanwhile.Chromium;
import dev.meanwhile.PackagedApp;

/** The form of {@code /fetch} in a browser; screenshots are written to {@code target/screenshots}. */
class FetchPageIT {

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
    @CsvSource({ "1100, 900, LIGHT", "390, 844, DARK" })
    void fetchesTheUrlsEnteredIntoTheForm(int width, int height, ColorScheme colors) {
        try (Page page = chromium.page(width, height, colors)) {
            List<String> errors = Chromium.recordPageErrors(page);
            page.navigate(app.url().toString());
            page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Fetch")).click();

            page.getByLabel("URLs, one per line").fill("%1$s/api/7\n%1$s/nope\nhttps://example.org/".formatted(app.url()));
            page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Fetch")).click();

            Locator rows = page.locator("tbody tr");
            assertThat(rows).hasCount(3);
            assertThat(rows.nth(0)).containsText("\"data\":\"7\"");
            assertThat(rows.nth(1)).containsText("returned status 404.");
            assertThat(rows.nth(2)).containsText("is not in meanwhile.fetch.allowed-origins.");
            Chromium.takeScreenshot(page, "fetch", colors);
            assertThat(errors).isEmpty();
            assertThat(Chromium.fitsViewportWidth(page)).isTrue();
        }
    }
}
