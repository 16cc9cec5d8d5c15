package dev.meanwhile.config;

import java.net.URI;
import java.util.Objects;
import java.util.Set;

import io.smallrye.config.ConfigSourceInterceptor;
import io.smallrye.config.ConfigSourceInterceptorContext;
import io.smallrye.config.ConfigValue;

/**
 * Default of {@code quarkus.otel.sdk.disabled}: tracing is disabled unless an OTLP endpoint is configured. An application
 * without a collector then spends no CPU time on spans. The application does not start if the endpoint is not a URL.
 */
public final class OtelSdkDisabledInterceptor implements ConfigSourceInterceptor {

    private static final String DISABLED = "quarkus.otel.sdk.disabled";
    private static final String ENDPOINT = "quarkus.otel.exporter.otlp.endpoint";
    private static final String TRACES_ENDPOINT = "quarkus.otel.exporter.otlp.traces.endpoint";
    private static final Set<String> ENDPOINTS = Set.of(ENDPOINT, TRACES_ENDPOINT);

    @Override
    public ConfigValue getValue(ConfigSourceInterceptorContext context, String name) {
        ConfigValue value = context.proceed(name);
        if (ENDPOINTS.contains(name)) {
            return isDefaultOfTraces(context, name, value) ? value : requireUrl(name, value);
        }
        if (!DISABLED.equals(name) || value != null && !value.isDefault()) {
            return value;
        }
        boolean noEndpointConfigured = ENDPOINTS.stream().map(context::proceed).noneMatch(OtelSdkDisabledInterceptor::isSet);
        return ConfigValue.builder().withName(DISABLED).withValue(String.valueOf(noEndpointConfigured)).build();
    }

    // The endpoint of traces is that of all signals by default, which is checked by its own name.
    private static boolean isDefaultOfTraces(ConfigSourceInterceptorContext context, String name, ConfigValue value) {
        ConfigValue endpoint = TRACES_ENDPOINT.equals(name) ? context.proceed(ENDPOINT) : null;
        return endpoint != null && value != null && Objects.equals(endpoint.getValue(), value.getValue());
    }

    // An expression such as http://${HOST}:4317 is not a URI yet. requireUrl rejects other values.
    private static boolean isSet(ConfigValue endpoint) {
        return endpoint != null && !endpoint.isDefault() && endpoint.getValue() != null
                && endpoint.getValue().strip().startsWith("http");
    }

    // The exporter also rejects such a value, but with the stack trace of its URL parser. The build reads expressions
    // unexpanded.
    private static ConfigValue requireUrl(String name, ConfigValue endpoint) {
        String value = endpoint == null || endpoint.isDefault() ? null : endpoint.getValue();
        if (value != null && !value.isBlank() && !value.contains("${") && !isUrl(value)) {
            throw new IllegalArgumentException(name + " (OTEL_EXPORTER_OTLP_ENDPOINT) must be an http or https URL, such as "
                    + "http://localhost:4317, whose host has no underscore, but is '" + value + "'");
        }
        return endpoint;
    }

    private static boolean isUrl(String endpoint) {
        try {
            return StartupConfigValidator.isCallable(URI.create(endpoint.strip()));
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
