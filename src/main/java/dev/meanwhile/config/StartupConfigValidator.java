package dev.meanwhile.config;

import java.net.URI;
import java.util.regex.Pattern;

import jakarta.enterprise.event.Observes;

import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.smallrye.config.SmallRyeConfig;

/** Checks at the start what nobody would notice before the first call. */
final class StartupConfigValidator {

    private static final Pattern ADDRESS = Pattern.compile("quarkus\\.rest-client\\.[\\w-]+\\.url");
    private static final Pattern LIMIT = Pattern
            .compile("quarkus\\.rest-client\\.[\\w-]+\\.(connect-timeout|read-timeout|connection-pool-size|connection-ttl)");
    private static final int MAX_PORT = 65_535;

    static void check(@Observes StartupEvent start, SmallRyeConfig config) {
        int port = checkPort("quarkus.http.port", config);
        // Vert.x would let both servers answer there, now one and now the other
        if (checkPort("quarkus.management.port", config) == port && port != 0) {
            throw new ConfigurationException("quarkus.management.port must be another than quarkus.http.port, not " + port);
        }
        for (String property : config.getPropertyNames()) {
            if (ADDRESS.matcher(property).matches()) {
                checkAddress(property, config.getValue(property, URI.class));
            } else if (LIMIT.matcher(property).matches() && config.getValue(property, Long.class) < 1) {
                throw new ConfigurationException(property + " must be above 0, not " + config.getValue(property, String.class));
            }
        }
    }

    private static int checkPort(String property, SmallRyeConfig config) {
        int port = config.getValue(property, Integer.class);
        if (port < 0 || port > MAX_PORT) {
            throw new ConfigurationException(property + " must be from 0 to " + MAX_PORT + ", not " + port);
        }
        return port;
    }

    private static void checkAddress(String property, URI address) {
        boolean http = "http".equals(address.getScheme()) || "https".equals(address.getScheme());
        if (!http || address.getHost() == null || address.getPort() > MAX_PORT) {
            throw new ConfigurationException(property + " must be an http or https address, not '" + address + "'");
        }
    }
}
