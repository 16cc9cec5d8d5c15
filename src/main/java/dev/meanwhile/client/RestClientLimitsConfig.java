package dev.meanwhile.client;

import dev.meanwhile.config.ConfigConverters;
import io.quarkus.arc.Unremovable;
import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;
import io.smallrye.config.WithName;

/** What is accepted from any service that a REST client of ours calls. */
@Unremovable // ResponseSizeLimit looks it up, for nobody injects into the REST client's listeners
@ConfigMapping(prefix = "meanwhile.upstream")
public interface RestClientLimitsConfig {

    /** The most that one answer may take. */
    @WithDefault("64K")
    @WithConverter(ConfigConverters.MemorySizeLimitConverter.class)
    @WithName("max-answer")
    MemorySize maxAnswer();
}
