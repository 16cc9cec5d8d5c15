package dev.meanwhile.lab.upstream;

import jakarta.ws.rs.ext.ContextResolver;

import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.tracing.TracingPolicy;

/**
 * Creates no spans for the calls of the lab. A run makes thousands of calls within seconds: their spans would fill the queue of
 * the exporter, which drops what does not fit, and creating them would be part of the measurement.
 */
public final class UntracedHttpClient implements ContextResolver<HttpClientOptions> {

    @Override
    public HttpClientOptions getContext(Class<?> type) {
        return new HttpClientOptions().setTracingPolicy(TracingPolicy.IGNORE);
    }
}
