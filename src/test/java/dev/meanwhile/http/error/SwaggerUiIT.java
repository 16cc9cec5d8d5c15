package dev.meanwhile.http.error;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import org.junit.jupiter.api.Test;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;

import dev.meanwhile.Chromium;
import dev.meanwhile.PackagedApp;

class SwaggerUiIT {

    @Test
    void startsUnderItsContentSecurityPolicy() {
        try (Chromium chromium = new Chromium();
                PackagedApp app = PackagedApp.start();
                Page page = chromium.page(1100, 900, ColorScheme.LIGHT)) {
            page.navigate(app.url().resolve("/q/swagger-ui/").toString());

            assertThat(page.locator(".opblock")).hasCount(10);
        }
    }
}
