package dev.meanwhile.http.filter;

import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;

import jakarta.enterprise.event.Observes;

import org.jboss.logging.MDC;

import io.quarkus.runtime.LaunchMode;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;

/** What every answer carries: what a browser may do with it, how long it may be kept, and the id that the log knows it by. */
public final class ResponseHeadersFilter {

    private static final int FIRST = 3_000;

    private static final CharSequence REQUEST_ID = HttpHeaders.createOptimized("X-Request-Id");
    private static final Pattern VALID_REQUEST_ID = Pattern.compile("[\\w.-]{1,64}");

    private static final CharSequence SECURITY_POLICY = HttpHeaders.createOptimized("Content-Security-Policy");
    private static final String BASE_POLICY = "default-src 'none'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
            + "form-action 'self'; base-uri 'none'; frame-ancestors 'none'; script-src 'self'";
    private static final CharSequence PAGE_POLICY = HttpHeaders.createOptimized(BASE_POLICY);
    // Swagger UI starts itself with two scripts in its page; its browser test tells when another version has others
    private static final CharSequence SWAGGER_UI = HttpHeaders.createOptimized(BASE_POLICY
            + " 'sha256-Bc4MCmo3eDPvU16BhBcWMZUgDqc1e/UzzwdDbpYruPU='"
            + " 'sha256-WjyOPbBMxdpXyNZ0f5MzSjLy8PUYr+hIHh7a7BVtYFw='");

    private static final CharSequence STRICT_TRANSPORT_SECURITY = HttpHeaders.createOptimized("Strict-Transport-Security");
    private static final CharSequence ONE_YEAR = HttpHeaders.createOptimized("max-age=31536000");

    private static final CharSequence[] STATIC_HEADERS = {
            HttpHeaders.createOptimized("X-Content-Type-Options"), HttpHeaders.createOptimized("nosniff"),
            HttpHeaders.createOptimized("X-Frame-Options"), HttpHeaders.createOptimized("DENY"),
            HttpHeaders.createOptimized("Referrer-Policy"), HttpHeaders.createOptimized("no-referrer"),
            HttpHeaders.createOptimized("Permissions-Policy"),
            HttpHeaders.createOptimized("camera=(), geolocation=(), microphone=()"),
            HttpHeaders.createOptimized("Cross-Origin-Opener-Policy"), HttpHeaders.createOptimized("same-origin"),
            HttpHeaders.createOptimized("Cross-Origin-Resource-Policy"), HttpHeaders.createOptimized("same-origin") };

    private static final CharSequence NO_STORE = HttpHeaders.createOptimized("no-store");
    private static final CharSequence NO_CACHE = HttpHeaders.createOptimized("no-cache");
    private static final Pattern UNVERSIONED_ASSET = Pattern.compile("/[\\w-]+\\.(css|js|svg)");

    void register(@Observes Filters filters) {
        filters.register(context -> {
            add(context);
            context.next();
        }, FIRST);
    }

    /** For an answer that does not have them yet. */
    public static void add(RoutingContext context) {
        HttpServerRequest request = context.request();
        MultiMap headers = context.response().headers();
        String id = resolveRequestId(request);
        MDC.put("requestId", id);
        headers.set(REQUEST_ID, id);
        for (int i = 0; i < STATIC_HEADERS.length; i += 2) {
            headers.set(STATIC_HEADERS[i], STATIC_HEADERS[i + 1]);
        }
        // the pages of dev mode start themselves with scripts and styles of their own
        if (LaunchMode.current() != LaunchMode.DEVELOPMENT || !request.path().startsWith("/q/")) {
            headers.set(SECURITY_POLICY, request.path().startsWith("/q/swagger-ui") ? SWAGGER_UI : PAGE_POLICY);
        }
        if (UNVERSIONED_ASSET.matcher(request.path()).matches()) {
            headers.set(HttpHeaders.CACHE_CONTROL, NO_CACHE);
        }
        context.addHeadersEndHandler(written -> setDefaultCacheControl(headers));
        // RFC 6797, 7.2: never over a transport that is not secure
        if ("https".equals(request.scheme())) {
            headers.set(STRICT_TRANSPORT_SECURITY, ONE_YEAR);
        }
    }

    /** The id of a request, as its answer and every line of the log about it have it. */
    public static String requestId(RoutingContext context) {
        return context.response().headers().get(REQUEST_ID);
    }

    private static String resolveRequestId(HttpServerRequest request) {
        String given = request.getHeader(REQUEST_ID);
        return given != null && VALID_REQUEST_ID.matcher(given).matches() ? given
                : HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong());
    }

    // unless its resource says otherwise with @Cache, or it came from a package, with its version in its path
    private static void setDefaultCacheControl(MultiMap headers) {
        if (!headers.contains(HttpHeaders.CACHE_CONTROL)) {
            headers.set(HttpHeaders.CACHE_CONTROL, NO_STORE);
        }
    }
}
