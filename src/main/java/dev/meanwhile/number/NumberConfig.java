package dev.meanwhile.number;

import java.time.Duration;

import dev.meanwhile.config.ConfigConverters;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;
import io.smallrye.config.WithName;

/**
 * Limits of {@link NumberClient}. The URL, the connection pool and the timeouts of a single attempt are configured by
 * {@code quarkus.rest-client.number-api.*}.
 */
@ConfigMapping(prefix = "meanwhile.number")
public interface NumberConfig {

    /** Maximum time for one number, including retries. */
    @WithName("call-timeout")
    @WithDefault("2s")
    @WithConverter(ConfigConverters.TimeoutConverter.class)
    Duration callTimeout();

    @WithName("retry")
    Retry retry();

    @WithName("circuit-breaker")
    CircuitBreaker circuitBreaker();

    /** When a failed call is repeated. */
    interface Retry {

        /** Maximum number of retries after a connection failure, from 0 to 10. */
        @WithName("max-retries")
        @WithDefault("2")
        @WithConverter(ConfigConverters.RetryCountConverter.class)
        int maxRetries();
    }

    /** When calls are rejected without being sent. The names are those of MicroProfile's {@code @CircuitBreaker}. */
    interface CircuitBreaker {

        /** Number of the most recent calls that the failure ratio is computed from, from 1 to 10,000. */
        @WithName("request-volume-threshold")
        @WithDefault("20")
        @WithConverter(ConfigConverters.LimitConverter.class)
        int requestVolumeThreshold();

        /** Ratio of failed calls that opens the circuit, from 0.01 to 1. */
        @WithName("failure-ratio")
        @WithDefault("0.5")
        @WithConverter(ConfigConverters.RatioConverter.class)
        double failureRatio();

        /** Time that the circuit stays open before one call is let through as a probe. */
        @WithName("delay")
        @WithDefault("2s")
        @WithConverter(ConfigConverters.TimeoutConverter.class)
        Duration delay();
    }
}
