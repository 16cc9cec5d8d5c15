package dev.meanwhile.config;

import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

import jakarta.enterprise.event.Observes;

import org.eclipse.microprofile.config.spi.ConfigSource;

import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.smallrye.config.EnvConfigSource;
import io.smallrye.config.SmallRyeConfig;

/**
 * Rejects at startup every property of this service that does not exist, and every property of a REST client that does not
 * exist. SmallRye Config rejects only names with the prefixes of the configuration interfaces, and no environment variables.
 */
final class UnknownPropertiesValidator {

    /** All properties of the configuration interfaces, and the variable of {@code application.properties}. */
    static final Set<String> NAMES = Set.of(
            "meanwhile.content-security-policy",
            "meanwhile.fetch.allowed-origins",
            "meanwhile.fetch.call-timeout",
            "meanwhile.fetch.connect-timeout",
            "meanwhile.fetch.connection-pool-size",
            "meanwhile.fetch.max-concurrent-requests",
            "meanwhile.fetch.max-response-size",
            "meanwhile.fetch.read-timeout",
            "meanwhile.http.idle-timeout",
            "meanwhile.http.request-timeout",
            "meanwhile.http.write-timeout",
            "meanwhile.lab.embed-origins",
            "meanwhile.lab.enabled",
            "meanwhile.lab.max-run-duration",
            "meanwhile.number.call-timeout",
            "meanwhile.number.circuit-breaker.delay",
            "meanwhile.number.circuit-breaker.failure-ratio",
            "meanwhile.number.circuit-breaker.request-volume-threshold",
            "meanwhile.number.retry.max-retries",
            "meanwhile.rest-client.max-response-size",
            "meanwhile.ui.source-url");

    private static final Set<String> VARIABLES = Stream
            .concat(NAMES.stream(), RenamedPropertiesInterceptor.NEW_NAMES.keySet().stream())
            .map(UnknownPropertiesValidator::variableOf).collect(Collectors.toUnmodifiableSet());

    private static final Pattern PROFILE = Pattern.compile("^%[^.]*\\.");
    private static final Pattern INDEX = Pattern.compile("\\[\\d+]$");
    private static final Pattern VARIABLE_PROFILE = Pattern.compile("^_[A-Z0-9_]+?_(?=(MEANWHILE|QUARKUS_REST_CLIENT)_)");
    private static final Pattern VARIABLE_INDEX = Pattern.compile("_\\d+_$");
    /** Variables that Kubernetes sets for each Service of the namespace, here those whose name begins with "meanwhile". */
    private static final Pattern SERVICE_LINK = Pattern.compile("MEANWHILE(_[A-Z0-9]+)*_"
            + "(SERVICE_HOST|SERVICE_PORT(_[A-Z0-9_]+)?|PORT|PORT_\\d+_(TCP|UDP|SCTP)(_(PROTO|PORT|ADDR))?)");

    private static final String REST_CLIENTS = "quarkus.rest-client.";
    /** Configuration keys of the REST clients, and the groups of properties that apply to all of them. */
    private static final Pattern REST_CLIENT_PROPERTY = Pattern.compile(
            "[^.\"]+|(number-api|lab-upstream|\"number-api\"|\"lab-upstream\"|logging|headers"
                    + "|\"?(dev\\.meanwhile\\.(number|lab\\.upstream)\\.)?(Slow)?NumberRestClient\"?)\\..+");
    private static final Pattern UNKNOWN_CLIENT_VARIABLE = Pattern
            .compile("QUARKUS_REST_CLIENT_(?!_?(NUMBER_API|LAB_UPSTREAM|(DEV_MEANWHILE_.*)?NUMBERRESTCLIENT"
                    + "|(DEV_MEANWHILE_.*)?SLOWNUMBERRESTCLIENT)_).*_UR[LI]");

    static void check(@Observes StartupEvent start, SmallRyeConfig config) {
        Set<String> unknown = unknownNames(config.getConfigSources());
        if (!unknown.isEmpty()) {
            throw new ConfigurationException("There is no such property: " + String.join(", ", unknown)
                    + ". The properties of this service are listed in docs/configuration.md.");
        }
    }

    /** The unknown names of properties and environment variables, sorted. */
    static Set<String> unknownNames(Iterable<ConfigSource> sources) {
        return StreamSupport.stream(sources.spliterator(), false)
                .flatMap(source -> source instanceof EnvConfigSource ? unknownVariables(source) : unknownProperties(source))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Stream<String> unknownProperties(ConfigSource source) {
        return source.getPropertyNames().stream().filter(property -> {
            String name = INDEX.matcher(PROFILE.matcher(property).replaceFirst("")).replaceFirst("");
            if (name.startsWith("meanwhile.")) {
                return !NAMES.contains(name) && !RenamedPropertiesInterceptor.NEW_NAMES.containsKey(name);
            }
            return name.startsWith(REST_CLIENTS)
                    && !REST_CLIENT_PROPERTY.matcher(name.substring(REST_CLIENTS.length())).matches();
        });
    }

    // EnvConfigSource lists a variable twice: by its name, and by the property that it derives from the name.
    private static Stream<String> unknownVariables(ConfigSource source) {
        return source.getPropertyNames().stream().map(UnknownPropertiesValidator::variableOf).distinct().filter(variable -> {
            String name = VARIABLE_INDEX.matcher(VARIABLE_PROFILE.matcher(variable).replaceFirst("")).replaceFirst("");
            return name.startsWith("MEANWHILE_") && !VARIABLES.contains(name) && !SERVICE_LINK.matcher(name).matches()
                    || UNKNOWN_CLIENT_VARIABLE.matcher(name).matches();
        });
    }

    private static String variableOf(String property) {
        StringBuilder variable = new StringBuilder(property.toUpperCase(Locale.ROOT));
        for (int i = 0; i < variable.length(); i++) {
            if (!Character.isLetterOrDigit(variable.charAt(i))) {
                variable.setCharAt(i, '_');
            }
        }
        return variable.toString();
    }
}
