package dev.meanwhile.ui;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;

import dev.meanwhile.BrowserTest;

/** All pages on phones: nothing has to be scrolled sideways, because a phone does not show that a part of the page scrolls. */
class NarrowScreenIT extends BrowserTest {

    private static final List<String> PATHS = List.of("/", "/nope/" + "a-segment/".repeat(30), "/api/random?min=6&max=5",
            "/fetch", "/fetch?url=x", "/fetch?url={url}/api/7&url={url}/nope&url=https://example.org/&url={url}/lab/runs%3F"
                    + "users=1%26calls=2%26delay=10ms%26seed=123456789%26modes=pool%26repeats=1");

    @ParameterizedTest
    @CsvSource({ "320, en", "320, zh", "360, en", "390, zh" })
    void nothingIsCut(int width, String language) {
        for (String path : PATHS) {
            try (Page page = open(path.replace("{url}", app.url().toString()), width, language)) {
                assertThat(cutElements(page)).as(path).isEmpty();
            }
        }
    }

    @ParameterizedTest
    @CsvSource({ "320, en", "320, zh", "360, en", "390, zh" })
    void nothingOfTheLabIsCut(int width, String language) {
        try (Page page = open("/lab", width, language)) {
            assertThat(page.locator("[data-mode=reactive] .part-calling")).hasAttribute("d", Pattern.compile("M.*"));
            assertThat(cutElements(page)).isEmpty();
            page.evaluate("document.querySelectorAll('details').forEach(details => details.open = true)");
            assertThat(cutElements(page)).isEmpty();
            page.locator("[data-language=python][role=tab]").all().forEach(Locator::click);
            assertThat(cutElements(page)).isEmpty();
        }
    }

    /** The rows of the table of numbers are columns on a phone. The styles have their number of cells. */
    @ParameterizedTest
    @CsvSource({ "320", "390" })
    void theNumbersOfAModeAreBesideTheNamesOfTheColumns(int width) {
        try (Page page = open("/lab", width, "en")) {
            assertThat(page.locator("[data-part=rows] tr")).hasCount(4);
            assertThat((List<?>) page.evaluate("""
                    () => {
                      const tops = (selector, parent = document) => [...parent.querySelectorAll(selector)]
                          .map(cell => Math.round(cell.getBoundingClientRect().top));
                      const names = tops('thead tr:nth-child(2) th');
                      const [mode, failed] = tops('thead th[rowspan]');
                      return [...document.querySelectorAll('[data-part=rows] tr')]
                          .map(row => String(tops('th, td', row)) === String([mode, ...names, failed]));
                    }""")).isEqualTo(List.of(true, true, true, true));
        }
    }

    private static Page open(String path, int width, String language) {
        Page page = chromium.page(width, 844, ColorScheme.LIGHT);
        page.setExtraHTTPHeaders(Map.of("Accept-Language", language));
        page.navigate(app.url() + path);
        return page;
    }

    /** Elements that end outside of the window, or whose content is wider than they are. */
    private static List<?> cutElements(Page page) {
        return (List<?>) page.evaluate(
                """
                        () => [...document.body.querySelectorAll('*')]
                            .filter(element => element.checkVisibility() && element.clientWidth > 1)
                            .filter(element => element.getBoundingClientRect().right > innerWidth + 1
                                || getComputedStyle(element).overflowX !== 'visible' && element.scrollWidth > element.clientWidth + 1)
                            .map(element => `${element.tagName} ${element.className} ${element.scrollWidth} > ${element.clientWidth}`)""");
    }
}
