package dev.meanwhile.lab;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/**
 * Whether there is a lab. Where its upstream is, and how many connections it gets: {@code quarkus.rest-client.lab-upstream.*}.
 */
@ConfigMapping(prefix = "meanwhile.lab")
public interface LabConfig {

    /** Without it, its routes are not found and no page links to it. */
    @WithDefault("true")
    boolean enabled();
}
