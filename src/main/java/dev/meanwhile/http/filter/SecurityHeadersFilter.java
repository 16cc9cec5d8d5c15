package dev.meanwhile.http.filter;

import java.util.Date;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

import jakarta.annotation.Priority;
import jakarta.inject.Singleton;

import org.eclipse.microprofile.config.inject.ConfigProperty;

import dev.meanwhile.http.filter.RequestPipeline.RequestFilter;
import io.netty.handler.codec.DateFormatter;
import io.quarkus.runtime.LaunchMode;
import io.quarkus.vertx.http.runtime.ForwardedInfo;
import io.vertx.core.Handler;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.impl.HttpServerRequestInternal;
import io.vertx.ext.web.RoutingContext;

/**
 * Adds the security headers, {@code Date} (RFC 9110 section 6.6.1) and a default {@code Cache-Control} to every response.
 * <p>
 * {@code quarkus.http.filter.*} and {@code quarkus.http.header.*} do not replace this class. They match one regular
 * expression or route per rule and request. They send {@code Strict-Transport-Security} over plain HTTP, which RFC 6797
 * section 7.2 forbids. They override the {@code Cache-Control} of resources instead of supplying a default. They set no
 * header if Vert.x rejects a request before its routes, as it does without a {@code Host} header. The class is longer than
 * 150 lines, because all headers are in one place.
 */
@Singleton
@Priority(RequestPipeline.SECURITY_HEADERS)
public final class SecurityHeadersFilter implements RequestFilter {

    private static final Map<CharSequence, CharSequence> STATIC_HEADERS = optimized(Map.of(
            "X-Content-Type-Options", "nosniff",
            "X-Frame-Options", "DENY",
            "Referrer-Policy", "no-referrer",
            "Permissions-Policy", "camera=(), geolocation=(), microphone=()",
            "Cross-Origin-Opener-Policy", "same-origin",
            "Cross-Origin-Resource-Policy", "same-origin"));

    private static final CharSequence CONTENT_SECURITY_POLICY = HttpHeaders.createOptimized("Content-Security-Policy");
    /** Value of {@code Content-Security-Policy}: pages load scripts, styles and images from this service only. */
    public static final CharSequence PAGES_POLICY = HttpHeaders.createOptimized("default-src 'none'; style-src 'self'; "
            + "img-src 'self' data:; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; "
            + "script-src 'self'");

    private static final CharSequence STRICT_TRANSPORT_SECURITY = HttpHeaders.createOptimized("Strict-Transport-Security");
    private static final CharSequence ONE_YEAR = HttpHeaders.createOptimized("max-age=31536000");
    private static final CharSequence NO_STORE = HttpHeaders.createOptimized("no-store");
    private static final CharSequence ACCEPT_ENCODING = HttpHeaders.createOptimized("Accept-Encoding");
    private static final CharSequence NO_CACHE = HttpHeaders.createOptimized("no-cache");

    private static final Set<String> COMPRESSED_EXTENSIONS = Set.of("css", "html", "js", "json", "svg", "txt");
    private static final Set<String> ASSET_EXTENSIONS = Set.of("css", "ico", "js", "json", "png", "svg", "txt");

    private record FormattedDate(long second, CharSequence value) {
    }

    private static volatile FormattedDate date = new FormattedDate(-1, "");

    private final String root;
    private final String quarkusRoutes;
    private final boolean development = LaunchMode.current() == LaunchMode.DEVELOPMENT;

    SecurityHeadersFilter(@ConfigProperty(name = "quarkus.http.root-path", defaultValue = "/") String rootPath) {
        root = rootPath.endsWith("/") ? rootPath : rootPath + "/";
        quarkusRoutes = root + "q/";
    }

    @Override
    public void filter(RoutingContext context, Handler<RoutingContext> next) {
        addHeaders(context);
        context.addHeadersEndHandler(written -> setDefaults(context.response()));
        next.handle(context);
    }

    /** Adds all headers to the response to a request that failed before the first route. */
    public void addAll(RoutingContext context) {
        addHeaders(context);
        setDefaults(context.response());
    }

    private void addHeaders(RoutingContext context) {
        MultiMap headers = context.response().headers();
        String path = String.valueOf(context.normalizedPath());
        addStatic(headers, path);
        if (isSecure(context)) {
            headers.set(STRICT_TRANSPORT_SECURITY, ONE_YEAR);
        }
        int dot = path.lastIndexOf('.');
        if (dot >= 0) {
            addForExtension(headers, path, path.substring(dot + 1));
        }
    }

    private void addForExtension(MultiMap headers, String path, String extension) {
        // Our assets have no version in their path, so browsers must revalidate them.
        if (path.lastIndexOf('/') == root.length() - 1 && ASSET_EXTENSIONS.contains(extension)) {
            headers.set(HttpHeaders.CACHE_CONTROL, NO_CACHE);
        }
        // Vert.x sends this header only to clients that accept compression, so a cache could send an uncompressed asset to all.
        if (COMPRESSED_EXTENSIONS.contains(extension)) {
            headers.set(HttpHeaders.VARY, ACCEPT_ENCODING);
        }
    }

    private void addStatic(MultiMap headers, String path) {
        STATIC_HEADERS.forEach(headers::set);
        // The Dev UI has inline scripts and styles.
        if (!development || !path.startsWith(quarkusRoutes)) {
            headers.set(CONTENT_SECURITY_POLICY, PAGES_POLICY);
        }
    }

    /** Returns the headers of a response to a request that Netty or Vert.x rejects before the router. */
    public static Map<CharSequence, CharSequence> headersWithoutRoute(boolean secure) {
        Map<CharSequence, CharSequence> headers = new LinkedHashMap<>(STATIC_HEADERS);
        headers.put(CONTENT_SECURITY_POLICY, PAGES_POLICY);
        headers.put(HttpHeaders.CACHE_CONTROL, NO_STORE);
        headers.put(HttpHeaders.DATE, now());
        if (secure) {
            headers.put(STRICT_TRANSPORT_SECURITY, ONE_YEAR);
        }
        return headers;
    }

    // The scheme of the request is not enough, because an HTTP/2 client can send any scheme. Quarkus stores ForwardedInfo for
    // requests of trusted proxies only.
    private static boolean isSecure(RoutingContext context) {
        if (context.request().connection().isSsl()) {
            return true;
        }
        return "https".equals(context.request().scheme())
                && ((HttpServerRequestInternal) context.request()).context().getLocal(
                        ForwardedInfo.CONTEXT_KEY) instanceof ForwardedInfo forwarded
                && "https".equals(forwarded.getScheme());
    }

    // A resource sets another Cache-Control with @Cache, a static resource with quarkus.http.static-resources.max-age.
    // EntityTags sets it by the path of an asset, which can also be the path of an error. An error is never stored.
    private static void setDefaults(HttpServerResponse response) {
        MultiMap headers = response.headers();
        if (response.getStatusCode() >= 400 || !headers.contains(HttpHeaders.CACHE_CONTROL)) {
            headers.set(HttpHeaders.CACHE_CONTROL, NO_STORE);
        }
        if (!headers.contains(HttpHeaders.DATE)) {
            headers.set(HttpHeaders.DATE, now());
        }
    }

    // Formatted once per second.
    private static CharSequence now() {
        long millis = System.currentTimeMillis();
        FormattedDate current = date;
        if (current.second() != millis / 1_000) {
            current = new FormattedDate(millis / 1_000, HttpHeaders.createOptimized(DateFormatter.format(new Date(millis))));
            date = current;
        }
        return current.value();
    }

    private static Map<CharSequence, CharSequence> optimized(Map<String, String> headers) {
        Map<CharSequence, CharSequence> optimized = new LinkedHashMap<>();
        headers.forEach((name, value) -> optimized.put(HttpHeaders.createOptimized(name), HttpHeaders.createOptimized(value)));
        return optimized;
    }
}
