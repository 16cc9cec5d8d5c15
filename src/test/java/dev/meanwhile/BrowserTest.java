package dev.meanwhile;

import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;

/** Base of tests that open pages of the packaged application in a browser. Both are started once for each class. */
public abstract class BrowserTest {

    @AutoClose
    protected static Chromium chromium;

    @AutoClose
    protected static PackagedApp app;

    @BeforeAll
    static void startBrowserAndApp() {
        chromium = new Chromium();
        app = PackagedApp.start();
    }
}
