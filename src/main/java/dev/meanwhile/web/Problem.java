package dev.meanwhile.web;

import java.util.List;
import java.util.Map;
import java.util.UUID;

import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;

import org.jboss.logging.Logger;

import io.netty.handler.codec.http.HttpResponseStatus;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.Json;

/**
 * A request that failed, as its caller is told: with an {@link Envelope} on the routes for programs, with a page on those
 * for people, and as {@code Accept} wants it on those for both.
 *
 * @param status an HTTP status from 400 on
 * @param message sentences that a person understands
 * @param headers what the answer carries besides its content type
 */
record Problem(int status, String message, Map<String, String> headers) {

    private static final Logger LOG = Logger.getLogger(Problem.class);
    private static final List<String> ROUTES_FOR_PROGRAMS = List.of("/api", "/lab/runs", "/lab/upstream");
    private static final List<String> ROUTES_FOR_BOTH = List.of("/fetch", "/gather");
    private static final String ALLOWED_METHODS = "GET, HEAD, OPTIONS";
    private static final String SECONDS_TO_WAIT = "2";

    static Problem of(int status, String message) {
        return new Problem(status, message, switch (status) {
            case 405 -> Map.of(HttpHeaders.ALLOW, ALLOWED_METHODS);
            case 429, 503 -> Map.of(HttpHeaders.RETRY_AFTER, SECONDS_TO_WAIT);
            default -> Map.of();
        });
    }

    /** What {@code status} alone says of {@code request}. */
    static Problem of(int status, HttpServerRequest request) {
        return of(status, switch (status) {
            case 400 -> "This request is malformed.";
            case 404 -> "There is nothing at " + request.path() + ".";
            case 405 -> request.method() + " is not possible here, only " + ALLOWED_METHODS + ".";
            case 406 -> "This is not to be had as " + request.getHeader(HttpHeaders.ACCEPT) + ".";
            case 413 -> "The body of this request is too large.";
            case 414 -> "This address is longer than " + RequestLimits.MAX_TARGET + " characters.";
            case 431 -> "The headers of this request are larger than " + RequestLimits.MAX_HEADERS + " bytes.";
            default -> HttpResponseStatus.valueOf(status).reasonPhrase() + ".";
        });
    }

    /** A failure behind this service, logged with the id that the answer names. */
    static Problem upstream(UpstreamException failure, HttpServerRequest request) {
        String id = newId();
        LOG.warnf("%s %s failed with %d, error id %s: %s", request.method(), request.uri(), failure.status(), id, failure);
        return of(failure.status(), failure.getMessage() + " Error id: " + id);
    }

    /** A defect of this service, logged with its stack trace and the id that the answer names. */
    static Problem unexpected(Throwable failure, HttpServerRequest request) {
        String id = newId();
        LOG.errorf(failure, "%s %s failed, error id %s", request.method(), request.uri(), id);
        return of(500, "Something went wrong here, and it is not your fault. Error id: " + id);
    }

    private static String newId() {
        return UUID.randomUUID().toString();
    }

    String mediaType(HttpServerRequest request) {
        return (isForPrograms(request) ? MediaType.APPLICATION_JSON : MediaType.TEXT_HTML) + ";charset=UTF-8";
    }

    String body(HttpServerRequest request) {
        return isForPrograms(request) ? Json.encode(Envelope.failure(message)) : Templates.page(this).render();
    }

    private static boolean isForPrograms(HttpServerRequest request) {
        return isBelow(ROUTES_FOR_PROGRAMS, request) || isBelow(ROUTES_FOR_BOTH, request) && !isFromABrowser(request);
    }

    private static boolean isBelow(List<String> routes, HttpServerRequest request) {
        String path = request.path();
        return routes.stream().anyMatch(route -> path.equals(route) || path.startsWith(route + "/"));
    }

    private static boolean isFromABrowser(HttpServerRequest request) {
        String accept = request.getHeader(HttpHeaders.ACCEPT);
        return accept != null && accept.contains(MediaType.TEXT_HTML);
    }

    @CheckedTemplate
    static final class Templates {

        static native TemplateInstance page(Problem problem);
    }
}
