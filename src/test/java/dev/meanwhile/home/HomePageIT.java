package dev.meanwhile.home;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;

import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;

import dev.meanwhile.Chromium;
import dev.meanwhile.PackagedApp;

/** The home page in a browser; screenshots are written to {@code target/screenshots}. */
class HomePageIT {

    @AutoClose
    static Chromium chromium;

    @AutoClose
    static PackagedApp app;

    @AutoClose
    static PackagedApp appWithoutUpstream;

    @BeforeAll
    static void start() {
        chromium = new Chromium();
        app = PackagedApp.start();
        appWithoutUpstream = PackagedApp.start("quarkus.rest-client.number-api.url=http://localhost:1");
    }

    @ParameterizedTest
    @CsvSource({ "1100, 900, LIGHT", "1100, 900, DARK", "390, 844, LIGHT", "390, 844, DARK" })
    void showsSuccessAndANewNumberOnRequest(int width, int height, ColorScheme colors) {
        try (Page page = chromium.page(width, height, colors)) {
            List<String> errors = Chromium.recordPageErrors(page);
            page.navigate(app.url().toString());
            Chromium.takeScreenshot(page, "home", colors);

            assertThat(page.getByRole(AriaRole.HEADING).first()).hasText("Success!");
            page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Draw again")).click();
            assertThat(page.getByRole(AriaRole.HEADING).first()).hasText("Success!");
            assertThat(errors).isEmpty();
            assertThat(Chromium.fitsViewportWidth(page)).isTrue();
        }
    }

    @ParameterizedTest
    @CsvSource({ "1100, 900, LIGHT", "390, 844, DARK" })
    void showsTheReasonOfAFailure(int width, int height, ColorScheme colors) {
        try (Page page = chromium.page(width, height, colors)) {
            page.navigate(appWithoutUpstream.url().toString());
            Chromium.takeScreenshot(page, "error", colors);

            assertThat(page.getByRole(AriaRole.HEADING).first()).hasText("Error!");
            assertThat(page.getByText("Invalid request.")).isVisible();
            assertThat(page.getByText("The numeric API could not be reached.")).isVisible();
            assertThat(Chromium.fitsViewportWidth(page)).isTrue();
        }
    }
}
