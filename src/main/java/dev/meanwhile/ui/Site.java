package dev.meanwhile.ui;

import java.net.URI;

import jakarta.inject.Named;
import jakarta.inject.Singleton;

import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Values of the configuration for the layout, such as {@code {inject:site.version}}. They are read at startup, because a
 * lookup in the configuration takes longer than the rest of the layout.
 */
@Named("site")
@Singleton
public final class Site {

    private final String version;
    private final boolean labEnabled;
    private final String sourceUrl;

    Site(@ConfigProperty(name = "quarkus.application.version") String version,
            @ConfigProperty(name = "meanwhile.lab.enabled") boolean labEnabled, UiConfig config) {
        this.version = version;
        this.labEnabled = labEnabled;
        this.sourceUrl = config.sourceUrl().map(URI::toString).orElse(null);
    }

    public String version() {
        return version;
    }

    public boolean labEnabled() {
        return labEnabled;
    }

    /** URL of the source code; null if it is not configured. */
    public String sourceUrl() {
        return sourceUrl;
    }
}
