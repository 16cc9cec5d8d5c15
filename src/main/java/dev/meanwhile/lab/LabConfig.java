package dev.meanwhile.lab;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

import dev.meanwhile.config.ConfigConverters;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;
import io.smallrye.config.WithName;

/**
 * Configuration of the lab. {@code quarkus.rest-client.lab-upstream.*} configures the URL and the connections of its upstream.
 */
@ConfigMapping(prefix = "meanwhile.lab")
public interface LabConfig {

    /** Whether the lab is enabled. If not, its routes return 404 and no page links to it. */
    @WithDefault("true")
    @WithConverter(ConfigConverters.StrictBooleanConverter.class)
    @WithName("enabled")
    boolean enabled();

    /** Origins of pages that may show the lab page in a frame, such as {@code https://example.org}. None by default. */
    @WithName("embed-origins")
    Optional<List<@WithConverter(ConfigConverters.WebOriginConverter.class) String>> embedOrigins();

    /**
     * Longest run, as the sum of its delays; longer ones are rejected with 400. The largest scenario on 200 threads takes six
     * minutes. On one thread it would occupy the lab for hours.
     */
    @WithDefault("6m")
    @WithConverter(ConfigConverters.TimeoutConverter.class)
    @WithName("max-run-duration")
    Duration maxRunDuration();
}
