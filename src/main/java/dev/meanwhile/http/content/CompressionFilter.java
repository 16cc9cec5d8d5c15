package dev.meanwhile.http.content;

import java.util.Set;

import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

import org.eclipse.microprofile.config.inject.ConfigProperty;

import dev.meanwhile.http.filter.RequestPipeline;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.quarkus.vertx.http.ManagementInterface;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.RoutingContext;

/**
 * Completes the compression of Quarkus 3.33. Quarkus sets {@code Content-Encoding: identity} on all responses, and removes it
 * from those that Netty is to compress. This filter changes that:
 * <ul>
 * <li>The OpenAPI document, Swagger UI (quarkusio/quarkus#34379) and metrics are compressed too.
 * <li>A partial response is not compressed, because its range counts bytes of the file.
 * <li>{@code Content-Encoding: identity} is removed where Netty does not do so: from responses without a body, and from those
 * by HTTP/1.0. By HTTP/2 it stays on uncompressed responses to a client that accepts gzip, because Vert.x 4.5 compresses every
 * response without it.
 * </ul>
 */
@Singleton
final class CompressionFilter {

    private static final String OPEN_METRICS = "application/openmetrics-text";

    private final Set<String> compressedTypes;

    CompressionFilter(@ConfigProperty(name = "quarkus.http.compress-media-types") Set<String> compressedTypes) {
        this.compressedTypes = compressedTypes;
    }

    // Quarkus and Netty handle responses with a body that resources send to GET by HTTP/1.1.
    void prepare(RoutingContext context, boolean compress) {
        HttpServerRequest request = context.request();
        if (compress || request.method() != HttpMethod.GET || request.version() != HttpVersion.HTTP_1_1
                || request.headers().contains(HttpHeaderNames.RANGE)) {
            context.addHeadersEndHandler(written -> complete(context, compress));
        }
    }

    void registerOnManagementPort(@Observes ManagementInterface management) {
        management.router().route().order(-RequestPipeline.CONTENT).handler(context -> {
            prepare(context, true);
            context.next();
        });
    }

    private void complete(RoutingContext context, boolean compress) {
        MultiMap headers = context.response().headers();
        if (context.response().getStatusCode() == 206) {
            headers.set(HttpHeaders.CONTENT_ENCODING, HttpHeaders.IDENTITY);
        }
        boolean identity = headers.contains(HttpHeaders.CONTENT_ENCODING, HttpHeaders.IDENTITY, true);
        boolean compressed = (compress || !identity) && isCompressible(context.response());
        if (identity && (compressed || isNeverCompressed(context))) {
            headers.remove(HttpHeaders.CONTENT_ENCODING);
        }
        HttpServerRequest request = context.request();
        if (compressed && request.method() == HttpMethod.HEAD && acceptsCompression(request)) {
            // the length of the uncompressed body
            headers.remove(HttpHeaders.CONTENT_LENGTH);
        }
    }

    private boolean isCompressible(HttpServerResponse response) {
        String type = response.headers().get(HttpHeaders.CONTENT_TYPE);
        if (type == null || response.getStatusCode() == 206) {
            return false;
        }
        int parameters = type.indexOf(';');
        String name = parameters < 0 ? type : type.substring(0, parameters);
        return name.equals(OPEN_METRICS) || compressedTypes.contains(name);
    }

    /** Whether neither Netty nor Vert.x compresses the response, although it has no {@code Content-Encoding}. */
    private static boolean isNeverCompressed(RoutingContext context) {
        HttpServerRequest request = context.request();
        int status = context.response().getStatusCode();
        return request.version() == HttpVersion.HTTP_1_0 || !acceptsCompression(request)
                || request.version() == HttpVersion.HTTP_1_1 && (request.method() == HttpMethod.HEAD
                        || request.method() == HttpMethod.OPTIONS || status >= 300 && status < 400);
    }

    // Netty compresses only if one of these occurs.
    private static boolean acceptsCompression(HttpServerRequest request) {
        String accepted = String.join(",", request.headers().getAll(HttpHeaders.ACCEPT_ENCODING));
        return accepted.contains("gzip") || accepted.contains("deflate") || accepted.contains("*");
    }
}
