package dev.meanwhile.number;

import java.time.Duration;

import dev.meanwhile.config.ConfigConverters;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;
import io.smallrye.config.WithName;

/**
 * How patient {@link NumberClient} is. Address and connections are the REST client's: {@code quarkus.rest-client.number-api.*}.
 */
@ConfigMapping(prefix = "meanwhile.number")
public interface NumberConfig {

    /** How long one number may take, all its attempts together. */
    @WithDefault("2s")
    @WithConverter(ConfigConverters.TimeoutConverter.class)
    @WithName("deadline")
    Duration deadline();

    /** How often a call whose connection broke is repeated, from 0 to 10 times. */
    @WithDefault("2")
    @WithConverter(ConfigConverters.RetryCountConverter.class)
    @WithName("retries")
    int retries();

    @WithName("breaker")
    CircuitBreaker breaker();

    /** When the numeric API is given up for a while. */
    interface CircuitBreaker {

        /** How many of the latest calls are looked at, from 1 to 10,000. */
        @WithDefault("20")
        @WithConverter(ConfigConverters.LimitConverter.class)
        @WithName("volume")
        int volume();

        /** The share of them that must have failed for the circuit to open, from 0.01 to 1. */
        @WithDefault("0.5")
        @WithConverter(ConfigConverters.RatioConverter.class)
        @WithName("failure-ratio")
        double failureRatio();

        /** How long the circuit then stays open before one call may try again. */
        @WithDefault("2s")
        @WithConverter(ConfigConverters.TimeoutConverter.class)
        @WithName("delay")
        Duration delay();
    }
}
