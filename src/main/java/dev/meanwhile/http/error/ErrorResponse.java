package dev.meanwhile.http.error;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;

import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.common.util.MediaTypeHelper;

import dev.meanwhile.api.ApiException;
import dev.meanwhile.api.Envelope;
import dev.meanwhile.http.filter.RequestLimitsFilter;
import dev.meanwhile.http.filter.RequestIdFilter;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.Json;
import io.vertx.ext.web.RoutingContext;

/**
 * A request that failed, as its caller is told: with an {@link Envelope} on the routes for programs, with a page on those
 * for people, and as {@code Accept} wants it on those for both.
 *
 * @param status an HTTP status from 400 on
 * @param message sentences that a person understands
 * @param headers what the answer carries besides its content type
 */
record ErrorResponse(int status, String message, Map<String, String> headers) {

    private static final Logger LOG = Logger.getLogger(ErrorResponse.class);
    private static final List<String> JSON_ROUTES = List.of("/api", "/lab/runs", "/lab/upstream");
    private static final List<String> NEGOTIATED_ROUTES = List.of("/fetch", "/gather");
    private static final List<MediaType> BOTH = List.of(MediaType.APPLICATION_JSON_TYPE, MediaType.TEXT_HTML_TYPE);
    private static final String ALLOWED_METHODS = "GET, HEAD, OPTIONS";

    ErrorResponse {
        headers = new HashMap<>(headers);
        headers.put(HttpHeaders.CACHE_CONTROL, "no-store");
    }

    /** What {@code status} alone says of a request. */
    static ErrorResponse of(int status, RoutingContext context) {
        HttpServerRequest request = context.request();
        String message = switch (status) {
            case 400 -> "This request is malformed.";
            case 404 -> "There is nothing at " + request.path() + ".";
            case 405 -> request.method() + " is not possible here, only " + ALLOWED_METHODS + ".";
            case 406 -> "This is not to be had as " + request.getHeader(HttpHeaders.ACCEPT) + ".";
            case 413 -> "The body of this request is too large.";
            case 414 -> "This address is longer than " + RequestLimitsFilter.MAX_REQUEST_TARGET_LENGTH + " characters.";
            case 431 -> "The headers of this request are larger than " + RequestLimitsFilter.MAX_HEADER_BYTES + " bytes.";
            default -> HttpResponseStatus.valueOf(status).reasonPhrase() + ".";
        };
        return new ErrorResponse(status, message, status == 405 ? Map.of(HttpHeaders.ALLOW, ALLOWED_METHODS) : Map.of());
    }

    /** A failure that its caller understands; from status 500 on it is logged with the id that the answer names. */
    static ErrorResponse of(ApiException failure, RoutingContext context) {
        String message = failure.getMessage();
        if (failure.status() >= 500) {
            String id = RequestIdFilter.requestId(context);
            LOG.warnf("%s failed with %d, error id %s: %s", describeRequest(context), failure.status(), id,
                    failure.logMessage());
            message += " Error id: " + id;
        }
        return new ErrorResponse(failure.status(), message, switch (failure.status()) {
            case 429, 503 -> Map.of(HttpHeaders.RETRY_AFTER, String.valueOf(Math.max(1, failure.retryAfter().toSeconds())));
            default -> Map.of();
        });
    }

    /** A defect of this service, logged with its stack trace and the id that the answer names. */
    static ErrorResponse internalServerError(Throwable failure, RoutingContext context) {
        String id = RequestIdFilter.requestId(context);
        LOG.errorf(failure, "%s failed, error id %s", describeRequest(context), id);
        return new ErrorResponse(500, "Something went wrong here, and it is not your fault. Error id: " + id, Map.of());
    }

    private static String describeRequest(RoutingContext context) {
        return context.request().method() + " " + context.request().uri();
    }

    String mediaType(RoutingContext context) {
        return (wantsJson(context) ? MediaType.APPLICATION_JSON : MediaType.TEXT_HTML) + ";charset=UTF-8";
    }

    String body(RoutingContext context) {
        return wantsJson(context) ? Json.encode(Envelope.failure(message)) : Templates.error(this).render();
    }

    private static boolean wantsJson(RoutingContext context) {
        List<MediaType> types = mediaTypesFor(context.normalizedPath());
        return types.contains(MediaType.APPLICATION_JSON_TYPE)
                && !(types.contains(MediaType.TEXT_HTML_TYPE) && prefersHtml(context));
    }

    /** What failures at {@code path} are answered as. */
    static List<MediaType> mediaTypesFor(String path) {
        if (isBelow(NEGOTIATED_ROUTES, path)) {
            return BOTH;
        }
        return List.of(isBelow(JSON_ROUTES, path) ? MediaType.APPLICATION_JSON_TYPE : MediaType.TEXT_HTML_TYPE);
    }

    private static boolean isBelow(List<String> routes, String path) {
        return routes.stream().anyMatch(route -> path.equals(route) || path.startsWith(route + "/"));
    }

    private static boolean prefersHtml(RoutingContext context) {
        String accept = context.request().getHeader(HttpHeaders.ACCEPT);
        try {
            return accept != null
                    && MediaType.TEXT_HTML_TYPE
                            .isCompatible(MediaTypeHelper.getBestMatch(MediaTypeHelper.parseHeader(accept), BOTH));
        } catch (IllegalArgumentException e) {
            // whoever wants what is no type at all is told so in JSON
            return false;
        }
    }

    @CheckedTemplate
    static final class Templates {

        static native TemplateInstance error(ErrorResponse error);
    }
}
