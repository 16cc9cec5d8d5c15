package dev.meanwhile.http.timeout;

import java.time.Duration;

import dev.meanwhile.config.ConfigConverters;
import io.quarkus.arc.Unremovable;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;
import io.smallrye.config.WithName;

/** How patient this service is with those who call it. */
@Unremovable // ConnectionTimeoutExtension looks it up, for nobody injects into Netty's extensions
@ConfigMapping(prefix = "meanwhile.http")
public interface HttpTimeoutsConfig {

    /** How long a connection may be open without a request; longer than most load balancers keep theirs, which is a minute. */
    @WithDefault("75s")
    @WithConverter(ConfigConverters.TimeoutConverter.class)
    @WithName("idle-timeout")
    Duration idleTimeout();

    /** How long a request may take to arrive, from its first byte to its last. */
    @WithDefault("10s")
    @WithConverter(ConfigConverters.TimeoutConverter.class)
    @WithName("request-timeout")
    Duration requestTimeout();
}
