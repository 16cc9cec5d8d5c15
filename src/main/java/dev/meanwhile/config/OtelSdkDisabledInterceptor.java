package dev.meanwhile.config;

import java.util.stream.Stream;

import io.smallrye.config.ConfigSourceInterceptor;
import io.smallrye.config.ConfigSourceInterceptorContext;
import io.smallrye.config.ConfigValue;

/**
 * Default of {@code quarkus.otel.sdk.disabled}: tracing is disabled unless an OTLP endpoint is configured, so that an
 * application without a collector does not pay for it.
 */
public final class OtelSdkDisabledInterceptor implements ConfigSourceInterceptor {

    private static final String DISABLED = "quarkus.otel.sdk.disabled";
    private static final String[] ENDPOINTS = { "quarkus.otel.exporter.otlp.endpoint",
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
        return endpoint != null && !endpoint.isDefault() && endpoint.getValue() != null && !endpoint.getValue().isBlank();
    }
}
