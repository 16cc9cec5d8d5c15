package dev.meanwhile.ui;

import java.net.URI;
import java.util.Optional;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithName;

/** Configuration of the pages. */
@ConfigMapping(prefix = "meanwhile.ui")
public interface UiConfig {

    /** URL of the source code, to which the footer links. Without it, the footer has no such link. */
    @WithName("source-url")
    Optional<URI> sourceUrl();
}
