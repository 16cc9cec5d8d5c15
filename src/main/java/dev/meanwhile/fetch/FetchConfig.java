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

/** Limits and allowed origins of {@code /fetch} and {@code /gather}. */
@ConfigMapping(prefix = "meanwhile.fetch")
public interface FetchConfig {

    /**
     * Origins that may be requested, such as {@code https://example.org}. Without a value, only the origin at which this
     * instance can call itself may be requested. The default is not an expression: if the configured port is 0, the actual
     * port is known only after startup.
     */
    @WithName("allowed-origins")
    Optional<Set<@WithConverter(Origin.OriginConverter.class) Origin>> allowedOrigins();

    /** Maximum size of one document after decompression, below 2 GiB. */
    @WithName("max-response-size")
    @WithDefault("1M")
    @WithConverter(ConfigConverters.MemorySizeLimitConverter.class)
    MemorySize maxResponseSize();

    /** Maximum time to open a connection. */
    @WithName("connect-timeout")
    @WithDefault("1s")
    @WithConverter(ConfigConverters.TimeoutConverter.class)
    Duration connectTimeout();

    /** Maximum time without receiving data from the upstream. */
    @WithName("read-timeout")
    @WithDefault("3s")
    @WithConverter(ConfigConverters.TimeoutConverter.class)
    Duration readTimeout();

    /** Maximum time for one request to this service, including all its fetches and their redirects. */
    @WithName("call-timeout")
    @WithDefault("5s")
    @WithConverter(ConfigConverters.TimeoutConverter.class)
    Duration callTimeout();

    /**
     * Maximum number of connections to one origin, from 1 to 10,000. Twice as many fetches may wait for a connection; further
     * fetches are rejected.
     */
    @WithName("connection-pool-size")
    @WithDefault("32")
    @WithConverter(ConfigConverters.LimitConverter.class)
    int connectionPoolSize();

    /** Maximum number of fetches in flight to all origins together, from 1 to 10,000. Further fetches are rejected. */
    @WithName("max-concurrent-requests")
    @WithDefault("128")
    @WithConverter(ConfigConverters.LimitConverter.class)
    int maxConcurrentRequests();
}
