package dev.meanwhile.fetch;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;

import dev.meanwhile.config.ConfigConverters;
import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;
import io.smallrye.config.WithName;

/** Whom {@link FetchService} may ask, and what one fetch may cost. */
@ConfigMapping(prefix = "meanwhile.fetch")
public interface FetchConfig {

    /** The only origins that are ever asked. Without any, this service's own on {@code localhost}. */
    @WithName("allowed-origins")
    Optional<Set<@WithConverter(Origin.OriginConverter.class) Origin>> allowedOrigins();

    /** The most that one document may take, after decompression; less than 2 GiB. */
    @WithDefault("1M")
    @WithConverter(ConfigConverters.MemorySizeLimitConverter.class)
    @WithName("max-bytes")
    MemorySize maxBytes();

    @WithDefault("1s")
    @WithConverter(ConfigConverters.TimeoutConverter.class)
    @WithName("connect-timeout")
    Duration connectTimeout();

    /** How long the other side may take to begin its answer. */
    @WithDefault("3s")
    @WithConverter(ConfigConverters.TimeoutConverter.class)
    @WithName("read-timeout")
    Duration readTimeout();

    /** How long one request to us may take, all its fetches and their redirects together. */
    @WithDefault("5s")
    @WithConverter(ConfigConverters.TimeoutConverter.class)
    @WithName("deadline")
    Duration deadline();

    /**
     * Connections to one origin, from 1 to 10,000. Twice as many fetches may wait until one is open or free; further ones are
     * refused.
     */
    @WithDefault("32")
    @WithConverter(ConfigConverters.LimitConverter.class)
    @WithName("connections")
    int connections();

    /** Fetches under way at the same time, over all origins, from 1 to 10,000; further ones are refused. */
    @WithDefault("128")
    @WithConverter(ConfigConverters.LimitConverter.class)
    @WithName("max-in-flight")
    int maxInFlight();
}
