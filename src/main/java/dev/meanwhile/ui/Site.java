package dev.meanwhile.ui;

import java.net.URI;

import jakarta.inject.Named;
import jakarta.inject.Singleton;

import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Facts about this service for the layout: {@code {inject:site.version}}. They are read at startup, because a lookup in the
 * configuration would cost more than the rest of the layout.
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

    /** Null if there is no link to the source code. */
    public String sourceUrl() {
        return sourceUrl;
    }
}
