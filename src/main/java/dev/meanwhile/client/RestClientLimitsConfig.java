package dev.meanwhile.client;

import dev.meanwhile.config.ConfigConverters;
import io.quarkus.arc.Unremovable;
import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;
import io.smallrye.config.WithName;

/** Limits that apply to the responses of all REST clients. */
@Unremovable // RestClientSafeguards looks it up: listeners of the REST client are not beans
@ConfigMapping(prefix = "meanwhile.rest-client")
public interface RestClientLimitsConfig {

    /** Maximum size of one response body. */
    @WithDefault("64K")
    @WithConverter(ConfigConverters.MemorySizeLimitConverter.class)
    @WithName("max-response-size")
    MemorySize maxResponseSize();
}
