package dev.meanwhile.lab.upstream;

import jakarta.ws.rs.ext.ContextResolver;

import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.tracing.TracingPolicy;

/**
 * Disables tracing of the calls of the lab. A run makes thousands of calls within seconds. Their spans would fill the queue of
 * the exporter, which drops further spans, and the time to create them would be part of the measurement.
 */
public final class UntracedHttpClient implements ContextResolver<HttpClientOptions> {

    @Override
    public HttpClientOptions getContext(Class<?> type) {
        return new HttpClientOptions().setTracingPolicy(TracingPolicy.IGNORE);
    }
}
