package dev.meanwhile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.options.ColorScheme;

/** Runs the Chromium on the PATH, controlled by Playwright; without one, the calling tests are skipped. */
public final class Chromium implements AutoCloseable {

    private static final List<String> NAMES = List.of("chromium", "chromium-browser", "google-chrome");
    private static final List<String> FLAGS = List.of("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
            "--disable-background-networking", "--disable-component-update", "--disable-sync");

    private final Playwright playwright;
    private final Browser browser;

    public Chromium() {
        Optional<Path> executable = find();
        assumeTrue(executable.isPresent(), "No Chromium on the PATH: browser tests are skipped");
        playwright = Playwright.create(new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        browser = playwright.chromium().launch(new BrowserType.LaunchOptions()
                .setExecutablePath(executable.get()).setArgs(FLAGS));
    }

    private static Optional<Path> find() {
        return Stream.of(System.getenv("PATH").split(Pattern.quote(File.pathSeparator)))
                .flatMap(folder -> NAMES.stream().map(name -> Path.of(folder, name)))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /** Opens a page in a new browser context. */
    public Page page(int width, int height, ColorScheme colors) {
        return browser.newPage(new Browser.NewPageOptions().setViewportSize(width, height).setColorScheme(colors));
    }

    /** Records the console messages and failed requests of the page from now on; a page without errors has none. */
    public static List<String> recordPageErrors(Page page) {
        List<String> errors = new CopyOnWriteArrayList<>();
        page.onConsoleMessage(message -> errors.add(message.text()));
        page.onRequestFailed(request -> errors.add(request.url()));
        return errors;
    }

    /** Saves a screenshot as {@code target/screenshots/name-width-colors.png}. */
    public static void takeScreenshot(Page page, String name, ColorScheme colors) {
        String file = "%s-%d-%s.png".formatted(name, page.viewportSize().width, colors.name().toLowerCase(Locale.ROOT));
        page.screenshot(new Page.ScreenshotOptions().setPath(Path.of("target/screenshots", file)));
    }

    /** Returns whether the page needs no horizontal scrolling. */
    public static boolean fitsViewportWidth(Page page) {
        return (boolean) page.evaluate("document.documentElement.scrollWidth <= innerWidth");
    }

    /**
     * Asserts that all texts of a page that a reader sees or hears are in Chinese. Code and elements that declare another
     * language are skipped.
     *
     * @param notTranslated matches complete texts that are the same in Chinese
     */
    public static void requireChinese(Page page, Pattern notTranslated) {
        assertThat(textsWithoutChinese(page)).allMatch(text -> notTranslated.matcher(text).matches());
    }

    // They have Latin letters, but no Chinese character.
    @SuppressWarnings("unchecked")
    private static List<String> textsWithoutChinese(Page page) {
        return (List<String>) page.evaluate("""
                () => {
                  // a URL with places for line breaks is one text
                  document.querySelectorAll('wbr').forEach(element => element.remove());
                  document.body.normalize();
                  const skipped = 'code, pre, textarea, script, style, [lang]:not(html):not([lang|=zh])';
                  const texts = [];
                  const add = text => /[a-z]/i.test(text) && !/\\p{Script=Han}/u.test(text) && texts.push(text.trim());
                  for (const element of document.body.querySelectorAll('*')) {
                    if (!element.closest(skipped) && element.checkVisibility({ visibilityProperty: true })) {
                      [...element.childNodes].filter(node => node.nodeType === Node.TEXT_NODE).forEach(node => add(node.data));
                      ['aria-label', 'title', 'alt', 'placeholder', 'data-label']
                          .forEach(name => element.hasAttribute(name) && add(element.getAttribute(name)));
                    }
                  }
                  add(document.title);
                  return texts;
                }""");
    }

    @Override
    public void close() {
        playwright.close();
    }
}
