package dev.meanwhile;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.options.ColorScheme;

/** The Chromium that this machine has; tests that need one are skipped where there is none. */
public final class Chromium implements AutoCloseable {

    private static final List<String> NAMES = List.of("chromium", "chromium-browser", "google-chrome");
    private static final List<String> QUIET = List.of("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
            "--disable-background-networking", "--disable-component-update", "--disable-sync");

    private final Playwright playwright;
    private final Browser browser;

    public Chromium() {
        Optional<Path> executable = find();
        assumeTrue(executable.isPresent(), "No Chromium on the PATH: its tests are skipped");
        playwright = Playwright.create(new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        browser = playwright.chromium().launch(new BrowserType.LaunchOptions()
                .setExecutablePath(executable.get()).setArgs(QUIET));
    }

    private static Optional<Path> find() {
        return Stream.of(System.getenv("PATH").split(Pattern.quote(File.pathSeparator)))
                .flatMap(folder -> NAMES.stream().map(name -> Path.of(folder, name)))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /** A fresh page, with a profile of its own. */
    public Page page(int width, int height, ColorScheme colors) {
        return browser.newPage(new Browser.NewPageOptions().setViewportSize(width, height).setColorScheme(colors));
    }

    @Override
    public void close() {
        playwright.close();
    }
}
