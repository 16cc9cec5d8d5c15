package dev.meanwhile.config;

import java.util.regex.Pattern;
import java.util.stream.Stream;

import io.smallrye.config.ConfigSourceInterceptor;
import io.smallrye.config.ConfigSourceInterceptorContext;
import io.smallrye.config.ConfigValue;

/**
 * Default of {@code quarkus.otel.sdk.disabled}: tracing is disabled unless an OTLP endpoint is configured, so that an
 * application without a collector does not pay for it. An endpoint that is no URL counts as not configured, so that
 * {@link StartupConfigValidator} reports it, and not the exporter with the stack trace of its URL parser.
 */
public final class OtelSdkDisabledInterceptor implements ConfigSourceInterceptor {

    private static final Pattern HTTP_URL = Pattern.compile("https?://[^/?#\\s]+.*");
    private static final String DISABLED = "quarkus.otel.sdk.disabled";
    static final String[] ENDPOINTS = { "quarkus.otel.exporter.otlp.endpoint",
            "quarkus.otel.exporter.otlp.traces.endpoint" };

    @Override
    public ConfigValue getValue(ConfigSourceInterceptorContext context, String name) {
        ConfigValue value = context.proceed(name);
        if (!DISABLED.equals(name) || value != null && !value.isDefault()) {
            return value;
        }
        boolean noEndpointConfigured = Stream.of(ENDPOINTS).map(context::proceed).noneMatch(OtelSdkDisabledInterceptor::isSet);
        return ConfigValue.builder().withName(DISABLED).withValue(String.valueOf(noEndpointConfigured)).build();
    }

    private static boolean isSet(ConfigValue endpoint) {
        return endpoint != null && !endpoint.isDefault() && endpoint.getValue() != null && isUrl(endpoint.getValue());
    }

    static boolean isUrl(String endpoint) {
        return HTTP_URL.matcher(endpoint.strip()).matches();
    }
}
