package dev.meanwhile.config;

import java.net.URI;
import java.util.regex.Pattern;

import jakarta.enterprise.event.Observes;

import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.smallrye.config.SmallRyeConfig;

/** Checks at the start what nobody would notice before the first call. */
final class StartupConfigValidator {

    private static final Pattern REST_CLIENT_URL = Pattern.compile("quarkus\\.rest-client\\.[\\w-]+\\.url");
    private static final Pattern REST_CLIENT_LIMIT = Pattern
            .compile("quarkus\\.rest-client\\.[\\w-]+\\.(connect-timeout|read-timeout|connection-pool-size|connection-ttl)");
    private static final int MAX_PORT = 65_535;

    static void check(@Observes StartupEvent start, SmallRyeConfig config) {
        int port = checkPort("quarkus.http.port", config);
        // Vert.x would let both servers answer there, now one and now the other
        if (checkPort("quarkus.management.port", config) == port && port != 0) {
            throw new ConfigurationException("quarkus.management.port must be another than quarkus.http.port, not " + port);
        }
        for (String property : config.getPropertyNames()) {
            if (REST_CLIENT_URL.matcher(property).matches()) {
                checkUrl(property, config.getValue(property, URI.class));
            } else if (REST_CLIENT_LIMIT.matcher(property).matches() && config.getValue(property, Long.class) < 1) {
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

    private static void checkUrl(String property, URI url) {
        boolean http = "http".equals(url.getScheme()) || "https".equals(url.getScheme());
        if (!http || url.getHost() == null || url.getPort() > MAX_PORT) {
            throw new ConfigurationException(property + " must be an http or https address, not '" + url + "'");
        }
    }
}
