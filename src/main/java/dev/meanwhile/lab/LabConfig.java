package dev.meanwhile.lab;

import java.time.Duration;

import dev.meanwhile.config.ConfigConverters;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;
import io.smallrye.config.WithName;

/**
 * Whether there is a lab, and for how long one run may occupy it. Where its upstream is, and how many connections it gets:
 * {@code quarkus.rest-client.lab-upstream.*}.
 */
@ConfigMapping(prefix = "meanwhile.lab")
public interface LabConfig {

    /** Without it, its routes are not found and no page links to it. */
    @WithDefault("true")
    @WithConverter(ConfigConverters.StrictBooleanConverter.class)
    @WithName("enabled")
    boolean enabled();

    /**
     * The most that the delays of one run may add up to. The largest scenario on 200 threads takes just that, while on one
     * thread it would keep everybody else from the lab for hours.
     */
    @WithDefault("6m")
    @WithConverter(ConfigConverters.TimeoutConverter.class)
    @WithName("max-run-duration")
    Duration maxLength();
}
