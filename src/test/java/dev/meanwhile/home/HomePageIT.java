package dev.meanwhile.home;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
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

/** The home page as people see it; the screenshots are in {@code target/screenshots}. */
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
    void showsSuccessAndDrawsAgain(int width, int height, ColorScheme colors) {
        try (Page page = chromium.page(width, height, colors)) {
            List<String> complaints = openIn(page, app.address());
            takeScreenshot(page, "home-%d-%s.png".formatted(width, colors));

            assertThat(page.getByRole(AriaRole.HEADING).first()).hasText("Success!");
            page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Draw again")).click();
            assertThat(page.getByRole(AriaRole.HEADING).first()).hasText("Success!");
            assertThat(complaints).isEmpty();
            assertFits(page);
        }
    }

    @ParameterizedTest
    @CsvSource({ "1100, 900, LIGHT", "390, 844, DARK" })
    void showsWhyThereIsNoNumber(int width, int height, ColorScheme colors) {
        try (Page page = chromium.page(width, height, colors)) {
            openIn(page, appWithoutUpstream.address());
            takeScreenshot(page, "error-%d-%s.png".formatted(width, colors));

            assertThat(page.getByRole(AriaRole.HEADING).first()).hasText("Error!");
            assertThat(page.getByText("Invalid request.")).isVisible();
            assertThat(page.getByText("The numeric API could not be reached.")).isVisible();
            assertFits(page);
        }
    }

    private static List<String> openIn(Page page, URI address) {
        List<String> complaints = new ArrayList<>();
        page.onConsoleMessage(message -> complaints.add(message.text()));
        page.onRequestFailed(request -> complaints.add(request.url()));
        page.navigate(address.toString());
        return complaints;
    }

    private static void takeScreenshot(Page page, String name) {
        page.screenshot(new Page.ScreenshotOptions().setPath(Path.of("target/screenshots", name)));
    }

    private static void assertFits(Page page) {
        assertThat(page.evaluate("document.documentElement.scrollWidth <= innerWidth")).isEqualTo(true);
    }
}
