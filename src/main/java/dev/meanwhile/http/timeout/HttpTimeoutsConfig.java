package dev.meanwhile.http.timeout;

import java.time.Duration;

import dev.meanwhile.config.ConfigConverters;
import io.quarkus.arc.Unremovable;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;
import io.smallrye.config.WithName;

/** Timeouts of connections from clients. */
@Unremovable // It is injected into an observer method only.
@ConfigMapping(prefix = "meanwhile.http")
public interface HttpTimeoutsConfig {

    /**
     * Time after which a connection without a request is closed. Longer than the 60 s after which most load balancers close
     * theirs, so that they never send a request on a connection that this service closes.
     */
    @WithDefault("75s")
    @WithConverter(ConfigConverters.TimeoutConverter.class)
    @WithName("idle-timeout")
    Duration idleTimeout();

    /** Time in which a request must arrive, from its first byte to its last. */
    @WithDefault("10s")
    @WithConverter(ConfigConverters.TimeoutConverter.class)
    @WithName("request-timeout")
    Duration requestTimeout();

    /**
     * Time in which a client must read a part of a response that waits for it. The part is a third of the send buffer of the
     * kernel, so a short time would close connections of slow networks.
     */
    @WithDefault("30s")
    @WithConverter(ConfigConverters.TimeoutConverter.class)
    @WithName("write-timeout")
    Duration writeTimeout();
}
