package dev.meanwhile.http.error;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions.ContainsTextOptions;
import com.microsoft.playwright.assertions.LocatorAssertions.IsVisibleOptions;
import com.microsoft.playwright.options.ColorScheme;

import dev.meanwhile.Chromium;
import dev.meanwhile.PackagedApp;

/** Swagger UI of the packaged app in a browser. */
class SwaggerUiIT {

    // A run of the lab with the parameters of the examples takes about two seconds.
    private static final ContainsTextOptions SLOW = new ContainsTextOptions().setTimeout(30_000);

    private static final IsVisibleOptions VISIBLE = new IsVisibleOptions().setTimeout(30_000);

    private static Chromium chromium;
    private static PackagedApp app;

    @BeforeAll
    static void start() {
        chromium = new Chromium();
        app = PackagedApp.start();
    }

    @AfterAll
    static void stop() {
        if (app != null) {
            app.close();
        }
        chromium.close();
    }

    @Test
    void loadsUnderItsContentSecurityPolicy() {
        try (Page page = chromium.page(1100, 900, ColorScheme.LIGHT)) {
            List<String> errors = Chromium.recordPageErrors(page);
            open(page);

            assertThat(page.locator(".opblock")).hasCount(10);
            // The second inline script of the page replaces the logo.
            assertThat(page.locator("#swaggerUiLogoLink img")).isVisible();
            assertThat(page).hasTitle("Meanwhile API");
            assertThat(errors).isEmpty();
            Chromium.takeScreenshot(page, "swagger-ui", ColorScheme.LIGHT);
        }
    }

    @Test
    void leadsBackToThePages() {
        try (Page page = chromium.page(1100, 900, ColorScheme.LIGHT)) {
            open(page);
            page.getByText("Back to Meanwhile").click();

            assertThat(page).hasURL(app.url().resolve("/").toString());
        }
    }

    @Test
    void fitsAPhone() {
        try (Page page = chromium.page(390, 844, ColorScheme.LIGHT)) {
            open(page);

            assertThat(page.locator("meta[name=viewport]")).hasAttribute("content", "width=device-width, initial-scale=1");
            assertThat(Chromium.fitsViewportWidth(page)).isTrue();
            Chromium.takeScreenshot(page, "swagger-ui", ColorScheme.LIGHT);
        }
    }

    @ParameterizedTest
    @EnumSource(value = ColorScheme.class, names = { "LIGHT", "DARK" })
    void textsHaveEnoughContrast(ColorScheme colors) {
        try (Page page = chromium.page(1100, 900, colors)) {
            open(page);
            Locator operation = page.locator(".opblock[id$='-fetchDocument']");
            operation.locator(".opblock-summary-control").click();
            operation.getByText("Try it out").click();
            operation.locator("button.execute").click();
            assertThat(operation.locator(".live-responses-table")).isVisible(VISIBLE);
            page.locator("section.models article button").first().click();
            Chromium.takeScreenshot(page, "swagger-ui-open", colors);

            boolean dark = colors == ColorScheme.DARK;
            assertThat(page.locator("body")).hasCSS("background-color", dark ? "rgb(19, 23, 31)" : "rgb(250, 250, 250)");
            assertThat(new AxeBuilder(page).withRules(List.of("color-contrast")).analyze().getViolations()).isEmpty();
        }
    }

    @Test
    void executesEveryOperationWithItsExamples() {
        List<String> ids = given().get(app.url().resolve("/q/openapi?format=json")).jsonPath()
                .getList("paths.values()*.get*.operationId.flatten()");
        assertThat(ids).hasSize(10);
        try (Page page = chromium.page(1100, 900, ColorScheme.LIGHT)) {
            List<String> errors = Chromium.recordPageErrors(page);
            open(page);
            for (String id : ids) {
                Locator operation = page.locator(".opblock[id$='-" + id + "']");
                operation.locator(".opblock-summary-control").click();
                operation.getByText("Try it out").click();
                operation.locator("button.execute").click();
                // The example has the origin of this service on its default port, but this instance has a random port.
                String expected = "fetchDocument".equals(id) ? "403" : "200";
                assertThat(operation.locator(".live-responses-table .response .response-col_status").first())
                        .containsText(expected, SLOW);
                operation.locator(".opblock-summary-control").click();
            }
            assertThat(errors).allMatch(error -> error.contains("status of 403"));
        }
    }

    private static void open(Page page) {
        page.navigate(app.url().resolve("/q/swagger-ui/").toString());
        assertThat(page.locator(".opblock").first()).isVisible();
    }
}
