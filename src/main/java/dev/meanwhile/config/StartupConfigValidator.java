package dev.meanwhile.config;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;

import jakarta.enterprise.event.Observes;

import org.eclipse.microprofile.config.spi.ConfigSource;

import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.smallrye.config.SmallRyeConfig;

/** Validates at startup the Quarkus properties whose errors would otherwise show at the first call, or never. */
final class StartupConfigValidator {

    private static final Pattern REST_CLIENT_URL = Pattern.compile("quarkus\\.rest-client\\.[\\w-]+\\.url");
    private static final Pattern REST_CLIENT_LIMIT = Pattern
            .compile("quarkus\\.rest-client\\.[\\w-]+\\.(connect-timeout|read-timeout|connection-pool-size|connection-ttl)");
    private static final Pattern CHECKED_PROPERTY = Pattern.compile("(meanwhile|quarkus)\\.");
    private static final Pattern PROFILE = Pattern.compile("^%[^.]*\\.");
    private static final String CLIENT_AUTH = "quarkus.http.ssl.client-auth";
    private static final String MAX_CONCURRENT_STREAMS = "quarkus.http.limits.max-concurrent-streams";
    private static final String SOURCE_URL = "meanwhile.ui.source-url";
    private static final int MAX_PORT = 65_535;

    static void check(@Observes StartupEvent start, SmallRyeConfig config) {
        checkExpressions(config);
        int port = checkPort("quarkus.http.port", config);
        // Vert.x would distribute the requests to one port over both servers.
        if (checkPort("quarkus.management.port", config) == port && port != 0) {
            throw new ConfigurationException("quarkus.management.port and quarkus.http.port must differ, but both are " + port);
        }
        checkPort("quarkus.http.ssl-port", config);
        checkNotNegative("quarkus.shutdown.delay", config);
        checkNotNegative("quarkus.shutdown.timeout", config);
        checkMaxConcurrentStreams(config);
        checkSourceUrl(config);
        checkCallsToItself(config);
        for (String property : config.getPropertyNames()) {
            if (REST_CLIENT_URL.matcher(property).matches()) {
                checkUrl(property, config.getValue(property, URI.class));
            } else if (REST_CLIENT_LIMIT.matcher(property).matches() && config.getValue(property, Long.class) < 1) {
                throw new ConfigurationException(
                        property + " must be at least 1, but is " + config.getValue(property, String.class));
            }
        }
    }

    /**
     * Rejects an expression such as <code>${NAME}</code> that has neither a value nor a default. SmallRye Config reads an
     * optional property with such an expression as not set, and its default may allow more than intended.
     */
    private static void checkExpressions(SmallRyeConfig config) {
        for (ConfigSource source : config.getConfigSources()) {
            for (String name : source.getPropertyNames()) {
                // the value of the active profile is checked, even if the name belongs to another profile
                String property = PROFILE.matcher(name).replaceFirst("");
                String raw = CHECKED_PROPERTY.matcher(property).lookingAt() ? source.getValue(name) : null;
                if (raw != null && raw.contains("${") && config.getConfigValue(property).hasProblems()) {
                    throw new ConfigurationException("An expression of the configuration has no value: "
                            + config.getConfigValue(property).getProblems().get(0).getMessage());
                }
            }
        }
    }

    private static void checkCallsToItself(SmallRyeConfig config) {
        boolean clientMustAuthenticate = "required".equalsIgnoreCase(config.getConfigValue(CLIENT_AUTH).getValue());
        for (String client : new String[] { "number-api", "lab-upstream" }) {
            String name = "quarkus.rest-client." + client;
            if (clientMustAuthenticate && SelfUrlInterceptor.TLS_CONFIGURATION
                    .equals(config.getConfigValue(name + ".tls-configuration-name").getValue())) {
                throw new ConfigurationException(CLIENT_AUTH + "=required rejects the calls of this service to itself too. Set "
                        + name + ".url");
            }
        }
    }

    private static int checkPort(String property, SmallRyeConfig config) {
        int port = config.getValue(property, Integer.class);
        if (port < 0 || port > MAX_PORT) {
            throw new ConfigurationException(property + " must be from 0 to " + MAX_PORT + ", but is " + port);
        }
        return port;
    }

    private static void checkNotNegative(String property, SmallRyeConfig config) {
        if (config.getOptionalValue(property, Duration.class).map(Duration::isNegative).orElse(false)) {
            throw new ConfigurationException(
                    property + " must not be negative, but is " + config.getValue(property, String.class));
        }
    }

    // With 0, a client of HTTP/2 would wait forever.
    private static void checkMaxConcurrentStreams(SmallRyeConfig config) {
        Optional<Long> limit = config.getOptionalValue(MAX_CONCURRENT_STREAMS, Long.class);
        if (limit.isPresent() && limit.get() < 1) {
            throw new ConfigurationException(MAX_CONCURRENT_STREAMS + " must be at least 1, but is " + limit.get());
        }
    }

    private static void checkSourceUrl(SmallRyeConfig config) {
        Optional<URI> url = config.getOptionalValue(SOURCE_URL, URI.class);
        if (url.isPresent() && (!isHttp(url.get()) || url.get().getRawAuthority() == null)) {
            throw new ConfigurationException(SOURCE_URL + " must be an http or https URL, but is '" + url.get() + "'");
        }
    }

    private static boolean isHttp(URI url) {
        return "http".equals(url.getScheme()) || "https".equals(url.getScheme());
    }

    /** Whether a client can call the URL. No client can call a host that URI does not parse, such as one with an underscore. */
    static boolean isCallable(URI url) {
        return isHttp(url) && url.getHost() != null && url.getPort() <= MAX_PORT;
    }

    private static void checkUrl(String property, URI url) {
        if (isHttp(url) && url.getHost() == null && url.getRawAuthority() != null && url.getRawAuthority().indexOf('_') >= 0) {
            throw new ConfigurationException(
                    property + " is '" + url + "', but the REST client cannot call a host whose name has an "
                            + "underscore. Use another name of the host, such as a network alias.");
        }
        if (!isCallable(url)) {
            throw new ConfigurationException(property + " must be an http or https URL, but is '" + url + "'");
        }
    }
}
