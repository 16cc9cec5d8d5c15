package dev.meanwhile.http.tracing;

import jakarta.inject.Singleton;

import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.internal.ExtendedSpanProcessor;
import io.opentelemetry.semconv.ErrorAttributes;
import io.opentelemetry.semconv.HttpAttributes;

/**
 * Corrects spans of HTTP requests before they end, as the semantic conventions of OpenTelemetry require:
 * <ul>
 * <li>A client span with a 4xx response has the status error. Quarkus 3.33 applies the rule for servers, to which a 4xx is no
 * error, to the client of Vert.x (quarkusio/quarkus#27984).
 * <li>A server span with a 404 has the method as its name, because only unknown paths are a 404. Quarkus 3.33 gives it the
 * route of the static resources, {@code /}, so that it looks like a request for the home page.
 * </ul>
 * A processor that changes ended spans is an internal interface of the SDK 1.57. Delete this class when {@code TracesIT} passes
 * without it.
 */
@Singleton
final class HttpSpanProcessor implements ExtendedSpanProcessor {

    // Quarkus gives this route to a 404 if no handler has a path.
    private static final String NO_ROUTE = "/*";

    @Override
    public void onEnding(ReadWriteSpan span) {
        Long status = span.getAttribute(HttpAttributes.HTTP_RESPONSE_STATUS_CODE);
        if (status == null || status < 400 || status >= 500) {
            return;
        }
        if (span.getKind() == SpanKind.CLIENT) {
            span.setStatus(StatusCode.ERROR);
            span.setAttribute(ErrorAttributes.ERROR_TYPE, status.toString());
        } else if (span.getKind() == SpanKind.SERVER && status == 404) {
            String name = span.getName();
            span.updateName(name.contains(" ") ? name.substring(0, name.indexOf(' ')) : name);
            span.setAttribute(HttpAttributes.HTTP_ROUTE, NO_ROUTE);
        }
    }

    @Override
    public boolean isOnEndingRequired() {
        return true;
    }

    @Override
    public void onStart(Context parent, ReadWriteSpan span) {
        // not called
    }

    @Override
    public boolean isStartRequired() {
        return false;
    }

    @Override
    public void onEnd(ReadableSpan span) {
        // not called
    }

    @Override
    public boolean isEndRequired() {
        return false;
    }
}
