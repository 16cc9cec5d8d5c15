package dev.meanwhile.http.error;

import java.util.HashMap;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Supplier;

import jakarta.ws.rs.core.HttpHeaders;

import org.jboss.logging.Logger;

import dev.meanwhile.api.ApiException;
import dev.meanwhile.api.Envelope;
import dev.meanwhile.api.UpstreamException;
import dev.meanwhile.http.content.AcceptHeader;
import dev.meanwhile.http.content.ProducedMediaTypes;
import dev.meanwhile.http.filter.MethodFilter;
import dev.meanwhile.http.filter.RequestIdFilter;
import dev.meanwhile.ui.PageLanguage;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.Json;
import io.vertx.ext.web.RoutingContext;

/**
 * An error response: the {@link Envelope} as JSON or an {@link ErrorPage}, as {@link ErrorFormat} decides. Errors with status
 * 500 and above are logged with the request ID, which the response contains as error ID.
 *
 * @param status an HTTP status of 400 or above
 * @param message one or more sentences for readers, in English and without the error ID
 * @param id the error ID, under which the log has the details; null if nothing is logged
 * @param upstream whether a call to another service failed
 * @param cause the exception of an internal server error, otherwise null; shown in development mode only
 * @param headers response headers besides {@code Content-Type}, {@code Content-Language} and {@code Vary}
 */
record ErrorResponse(int status, String message, String id, boolean upstream, Throwable cause, Map<String, String> headers) {

    private static final Logger LOG = Logger.getLogger(ErrorResponse.class);

    ErrorResponse {
        headers = new HashMap<>(headers);
        headers.put(HttpHeaders.CACHE_CONTROL, "no-store");
    }

    private ErrorResponse(int status, String message, Map<String, String> headers) {
        this(status, message, null, false, null, headers);
    }

    /** Returns the error response for a client error that is not an ApiException. */
    static ErrorResponse of(int status, RoutingContext context) {
        HttpServerRequest request = context.request();
        return of(status, request.method().name(), request.path(), () -> ErrorMessage.NOT_ACCEPTABLE
                .format(AcceptHeader.of(context), String.join(", ", new TreeSet<>(ProducedMediaTypes.of(context)))));
    }

    /** Returns the error response for a request that is rejected before the router, by a status of this catalogue. */
    static ErrorResponse unrouted(int status, String method, String path) {
        // no resource whose media types the message of a 406 could name
        return of(status, method, path, () -> reasonPhrase(status));
    }

    private static ErrorResponse of(int status, String method, String path, Supplier<String> notAcceptable) {
        String message = ErrorMessage.ofStatus(status).map(error -> switch (error) {
            case NOT_FOUND -> error.format(path);
            case METHOD_NOT_ALLOWED -> error.format(method, MethodFilter.ALLOWED_METHODS);
            case NOT_ACCEPTABLE -> notAcceptable.get();
            default -> error.format();
        }).orElseGet(() -> reasonPhrase(status));
        return new ErrorResponse(status, message,
                status == 405 ? Map.of(HttpHeaders.ALLOW, MethodFilter.ALLOWED_METHODS) : Map.of());
    }

    /**
     * Returns the error response for an exception of a feature. Logs it without a stack trace if the status is 500 or above.
     */
    static ErrorResponse of(ApiException failure, RoutingContext context) {
        int status = failure.status();
        String id = status >= 500 ? RequestIdFilter.requestId(context) : null;
        if (id != null) {
            LOG.warnf("%s failed with %s, error id %s: %s", describeRequest(context), status, id, failure.logMessage());
        }
        Map<String, String> headers = status == 429 || status == 503
                ? Map.of(HttpHeaders.RETRY_AFTER, String.valueOf(Math.max(1, failure.retryAfter().toSeconds())))
                : Map.of();
        return new ErrorResponse(status, failure.getMessage(), id, failure instanceof UpstreamException, null, headers);
    }

    /** Returns the error response for a defect of this service. Logs it with its stack trace. */
    static ErrorResponse internalServerError(Throwable failure, RoutingContext context) {
        String id = RequestIdFilter.requestId(context);
        LOG.errorf(failure, "%s failed, error id %s", describeRequest(context), id);
        ErrorMessage error = ErrorMessage.INTERNAL_SERVER_ERROR;
        return new ErrorResponse(error.status(), error.format(), id, false, failure, Map.of());
    }

    private static String describeRequest(RoutingContext context) {
        return context.request().method() + " " + context.request().uri();
    }

    private static String reasonPhrase(int status) {
        return HttpResponseStatus.valueOf(status).reasonPhrase() + ".";
    }

    static String contentType(ErrorFormat format) {
        return format.mediaType() + ";charset=UTF-8";
    }

    /** Returns the body, and adds the headers of its language to the response. */
    String body(ErrorFormat format, RoutingContext context) {
        PageLanguage language = PageLanguage.of(context.request());
        if (format == ErrorFormat.HTML) {
            language.addHeaders(context.response().headers());
            // Quarkus 3.33 sets "identity" for every response and removes it only after a resource method has returned.
            // Without it, Netty compresses the page if the client accepts that. Errors as JSON are too short to compress.
            context.response().headers().remove(HttpHeaders.CONTENT_ENCODING);
        }
        return body(format, context.request().path(), language);
    }

    /**
     * Returns the body.
     *
     * @param path path of the request, encoded as received; null or empty if it is unknown
     * @param language language of the page; JSON is English
     */
    String body(ErrorFormat format, String path, PageLanguage language) {
        return switch (format) {
            case JSON -> Json.encode(Envelope.failure(id == null ? message : ErrorMessage.withErrorId(message, id)));
            case HTML -> ErrorPage.render(this, path == null ? "" : path, language);
        };
    }
}
