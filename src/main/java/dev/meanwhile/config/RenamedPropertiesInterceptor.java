package dev.meanwhile.config;

import java.util.HashSet;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

import jakarta.enterprise.event.Observes;

import org.jboss.logging.Logger;

import io.quarkus.runtime.StartupEvent;
import io.smallrye.config.ConfigSourceInterceptorContext;
import io.smallrye.config.FallbackConfigSourceInterceptor;
import io.smallrye.config.SmallRyeConfig;

/**
 * Reads the former name of a renamed property where the new name has no value. A value of the new name takes precedence, unless
 * the former name is set in a source of a higher ordinal. The former names work in all 1.x releases.
 */
public final class RenamedPropertiesInterceptor extends FallbackConfigSourceInterceptor {

    /** The new names by their former names. */
    static final Map<String, String> NEW_NAMES = Map.ofEntries(
            Map.entry("meanwhile.clients.idle-timeout", "meanwhile.http.idle-timeout"),
            Map.entry("meanwhile.clients.request-timeout", "meanwhile.http.request-timeout"),
            Map.entry("meanwhile.upstream.max-answer", "meanwhile.rest-client.max-response-size"),
            Map.entry("meanwhile.number.deadline", "meanwhile.number.call-timeout"),
            Map.entry("meanwhile.number.retries", "meanwhile.number.retry.max-retries"),
            Map.entry("meanwhile.number.breaker.volume", "meanwhile.number.circuit-breaker.request-volume-threshold"),
            Map.entry("meanwhile.number.breaker.failure-ratio", "meanwhile.number.circuit-breaker.failure-ratio"),
            Map.entry("meanwhile.number.breaker.delay", "meanwhile.number.circuit-breaker.delay"),
            Map.entry("meanwhile.fetch.max-bytes", "meanwhile.fetch.max-response-size"),
            Map.entry("meanwhile.fetch.deadline", "meanwhile.fetch.call-timeout"),
            Map.entry("meanwhile.fetch.connections", "meanwhile.fetch.connection-pool-size"),
            Map.entry("meanwhile.fetch.max-in-flight", "meanwhile.fetch.max-concurrent-requests"),
            Map.entry("meanwhile.lab.max-length", "meanwhile.lab.max-run-duration"));

    private static final Logger LOG = Logger.getLogger(RenamedPropertiesInterceptor.class);

    public RenamedPropertiesInterceptor() {
        super(NEW_NAMES.entrySet().stream().collect(Collectors.toMap(Map.Entry::getValue, Map.Entry::getKey)));
    }

    /**
     * Returns the names with every former name replaced by its new name. The inherited method would add the former names,
     * which SmallRye Config rejects at startup, because no configuration interface has them.
     */
    @Override
    public Iterator<String> iterateNames(ConfigSourceInterceptorContext context) {
        Set<String> names = new HashSet<>();
        context.iterateNames().forEachRemaining(name -> names.add(NEW_NAMES.getOrDefault(name, name)));
        return names.iterator();
    }

    /** Logs one warning for each property that is set by its former name. Sources are read before logging is set up. */
    static void warnAboutFormerNames(@Observes StartupEvent start, SmallRyeConfig config) {
        new TreeMap<>(NEW_NAMES).forEach((formerName, newName) -> {
            if (config.getConfigValue(formerName).getValue() != null) {
                LOG.warnf("The property %s is deprecated and will be removed in version 2. Use %s instead.", formerName,
                        newName);
            }
        });
    }
}
