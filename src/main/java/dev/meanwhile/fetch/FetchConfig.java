package dev.meanwhile.fetch;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;

import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;

/** Whom {@link FetchClient} may ask, and what one fetch may cost. */
@ConfigMapping(prefix = "meanwhile.fetch")
public interface FetchConfig {

    /** The only origins that are ever asked. Without any, this service's own on {@code localhost}. */
    Optional<Set<@WithConverter(Origin.Reader.class) Origin>> allowedOrigins();

    /** The most that one document may take, after decompression; less than 2 GiB. */
    @WithDefault("1M")
    MemorySize maxBytes();

    @WithDefault("1s")
    @DurationMin(millis = 1)
    @DurationMax(minutes = 10)
    Duration connectTimeout();

    /** How long the other side may take to begin its answer. */
    @WithDefault("3s")
    @DurationMin(millis = 1)
    @DurationMax(minutes = 10)
    Duration readTimeout();

    /** How long one request to us may take, all its fetches and their redirects together. */
    @WithDefault("5s")
    @DurationMin(millis = 1)
    @DurationMax(minutes = 10)
    Duration deadline();

    /** Connections to one origin. As many fetches may wait for one; further ones are refused. */
    @WithDefault("32")
    @Min(1)
    @Max(1_000)
    int connections();

    /** Fetches under way at the same time, over all origins; further ones are refused. */
    @WithDefault("128")
    @Min(1)
    @Max(10_000)
    int maxInFlight();
}
