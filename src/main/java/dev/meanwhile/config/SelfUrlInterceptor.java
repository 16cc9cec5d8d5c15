package dev.meanwhile.config;

import jakarta.annotation.Priority;

import io.smallrye.config.ConfigSourceInterceptor;
import io.smallrye.config.ConfigSourceInterceptorContext;
import io.smallrye.config.ConfigValue;
import io.smallrye.config.Priorities;

/**
 * Supplies the URL of this service to expressions of the configuration. {@code ${meanwhile.self-url}} is the URL at which
 * this instance can call itself, without a slash at the end. {@code ${meanwhile.base-path}} is {@code quarkus.http.root-path}
 * without a slash at the end: empty, or such as {@code /app}. REST clients that call this service by TLS trust its
 * certificate by default.
 * <p>
 * A random port is known after the server has started, so the URL must not be read earlier.
 */
// after the expressions of SmallRye Config (3300), which read their properties from the interceptors behind them
@Priority(Priorities.LIBRARY + 250)
public final class SelfUrlInterceptor implements ConfigSourceInterceptor {

    /** Name of the TLS configuration that trusts the certificate of this server. */
    public static final String TLS_CONFIGURATION = "meanwhile-self";

    private static final String SELF_URL = "meanwhile.self-url";
    private static final String BASE_PATH = "meanwhile.base-path";
    private static final String CLIENT_AUTH = "quarkus.http.ssl.client-auth";
    private static final String CLIENT_TLS = ".tls-configuration-name";

    @Override
    public ConfigValue getValue(ConfigSourceInterceptorContext context, String name) {
        return switch (name) {
            case SELF_URL -> value(name, selfUrl(context));
            case BASE_PATH -> value(name, basePath(context));
            default -> {
                ConfigValue value = context.proceed(name);
                yield value == null && name.endsWith(CLIENT_TLS) && callsItself(context, name)
                        ? value(name, TLS_CONFIGURATION)
                        : value;
            }
        };
    }

    // The default TLS configuration of a REST client whose URL is the one of this service and has the scheme https.
    private static boolean callsItself(ConfigSourceInterceptorContext context, String tlsConfigurationName) {
        ConfigValue url = context.proceed(tlsConfigurationName.replace(CLIENT_TLS, ".url"));
        return tlsConfigurationName.startsWith("quarkus.rest-client.") && url != null
                && ("${" + SELF_URL + "}").equals(url.getValue()) && !acceptsPlainHttp(context);
    }

    private static ConfigValue value(String name, String value) {
        return ConfigValue.builder().withName(name).withValue(value).build();
    }

    private static String selfUrl(ConfigSourceInterceptorContext context) {
        boolean plain = acceptsPlainHttp(context);
        return (plain ? "http://" : "https://") + host(read(context, "quarkus.http.host", "0.0.0.0"))
                + (plain ? ":${quarkus.http.port}" : ":${quarkus.http.ssl-port}") + basePath(context);
    }

    private static boolean acceptsPlainHttp(ConfigSourceInterceptorContext context) {
        String insecureRequests = read(context, "quarkus.http.insecure-requests", "");
        // the default of Quarkus depends on client authentication
        return insecureRequests.isEmpty() ? !"required".equalsIgnoreCase(read(context, CLIENT_AUTH, ""))
                : "enabled".equalsIgnoreCase(insecureRequests);
    }

    private static String host(String interfaceAddress) {
        return switch (interfaceAddress) {
            case "0.0.0.0", "::", "0:0:0:0:0:0:0:0" -> "localhost";
            default -> interfaceAddress.contains(":") ? "[" + interfaceAddress + "]" : interfaceAddress;
        };
    }

    private static String basePath(ConfigSourceInterceptorContext context) {
        String path = read(context, "quarkus.http.root-path", "/").replaceFirst("/+$", "");
        return path.isEmpty() || path.startsWith("/") ? path : "/" + path;
    }

    private static String read(ConfigSourceInterceptorContext context, String name, String defaultValue) {
        ConfigValue value = context.restart(name);
        return value == null || value.getValue() == null ? defaultValue : value.getValue().strip();
    }
}
