package dev.meanwhile.ui;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.regex.Pattern;

import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.Media;

import dev.meanwhile.Chromium;
import dev.meanwhile.PackagedApp;

/** Pages as they are printed. */
class PrintIT {

    /** Width of the text on A4 paper in CSS pixels: 210 mm without margins of 15 mm. */
    private static final int WIDTH_OF_A4 = 680;
    private static final String VISIBLE_CONTROLS = "[...document.querySelectorAll('a.button, button, input, select, textarea,"
            + " nav, .skip-link')].filter(element => element.checkVisibility()).length";

    @AutoClose
    static Chromium chromium;

    @AutoClose
    static PackagedApp app;

    @BeforeAll
    static void start() {
        chromium = new Chromium();
        app = PackagedApp.start("meanwhile.fetch.allowed-origins=http://localhost:1");
    }

    @ParameterizedTest
    @ValueSource(strings = { "/", "/nope", "/fetch", "/gather?url=http://localhost:1/a&url=http://localhost:1/b",
            "/lab" })
    void showsTheContentWithoutControls(String path) {
        for (String language : List.of("en", "zh")) {
            try (Page page = print(path, language)) {
                assertThat(page.locator("h1, h2").first()).isVisible();
                assertThat(page.evaluate(VISIBLE_CONTROLS)).isEqualTo(0);
                assertThat(Chromium.fitsViewportWidth(page)).isTrue();
                assertThat(page.locator("main")).hasCSS("print-color-adjust", "exact");
            }
        }
    }

    @ParameterizedTest
    @CsvSource({ "/, .phase-wait, background-color", "/lab, .swatch.calling, background-color", "/lab, .part-calling, fill",
            "/gather?url=http://localhost:1/, .outcome, color", "/, h1, color", "/, body, background-color" })
    void darkColorsAreForTheScreenOnly(String path, String element, String property) {
        try (Page light = chromium.page(WIDTH_OF_A4, 900, ColorScheme.LIGHT); Page page = print(path, "en")) {
            light.navigate(app.url() + path);
            String color = "getComputedStyle(document.querySelector('%s'))['%s']".formatted(element, property);

            assertThat(page.evaluate(color)).isEqualTo(light.evaluate(color));
        }
    }

    @Test
    void lanesAreAsWideAsThePaper() {
        try (Page page = print("/lab", "en")) {
            Locator chart = page.locator("[data-mode=pool] .chart");
            // as drawn in a narrow window, because Chromium does not draw them again for the printer
            chart.evaluate("element => element.setAttribute('width', 300)");

            assertThat(chart.boundingBox().width).isEqualTo(page.locator("[data-mode=pool] .picture").boundingBox().width);
            assertThat(chart.boundingBox().height).isLessThanOrEqualTo(
                    page.locator("[data-mode=pool] .picture").boundingBox().height);
        }
    }

    @Test
    void showsHowARunWasMeasured() {
        try (Page page = print("/lab", "en")) {
            assertThat(page.locator("[data-part=environment] dd").first()).isVisible();
        }
    }

    private static Page print(String path, String language) {
        Page page = chromium.page(WIDTH_OF_A4, 900, ColorScheme.DARK);
        page.navigate(app.url() + path + (path.contains("?") ? "&" : "?") + "lang=" + language);
        page.emulateMedia(new Page.EmulateMediaOptions().setMedia(Media.PRINT));
        if (path.equals("/lab")) {
            assertThat(page.locator("[data-mode=pool] .part-calling")).hasAttribute("d", Pattern.compile("M.*"));
        }
        return page;
    }
}
