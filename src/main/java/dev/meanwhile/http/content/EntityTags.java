package dev.meanwhile.http.content;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

import jakarta.inject.Singleton;

import org.eclipse.microprofile.config.inject.ConfigProperty;

import io.quarkus.runtime.LaunchMode;
import io.quarkus.runtime.util.HashUtil;
import io.vertx.core.Handler;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.impl.MimeMapping;
import io.vertx.ext.web.RoutingContext;

/**
 * Adds an {@code ETag} to static resources and files of Swagger UI: a hash of their content, which is the same in all instances
 * and after each start. Vert.x 4.5 and Quarkus 3.33 send only {@code Last-Modified}, which is the time at which the instance
 * unpacked the file. An older file of another instance can have a later time, so this header is removed, and
 * {@code If-Modified-Since} is ignored (RFC 9110 section 13.1.3). Vert.x compares {@code If-None-Match} with the tag.
 * <p>
 * The tag is weak, because it is the same for the compressed and the uncompressed file (section 8.8.3). {@code If-Match} is
 * never true for a weak tag (section 13.1.1).
 * <p>
 * In development mode files change without a restart, so they have no tag.
 */
@Singleton
final class EntityTags {

    private static final String STATIC_RESOURCES = "META-INF/resources";
    private static final CharSequence IF_MATCH = HttpHeaders.createOptimized("If-Match");
    private static final int HASH_LENGTH = 32;

    // Has only files that exist, so clients cannot make it grow without limit.
    private final Map<String, CharSequence> tags = new ConcurrentHashMap<>();
    private final ClassLoader classLoader = Thread.currentThread().getContextClassLoader();
    private final boolean enabled = LaunchMode.current() != LaunchMode.DEVELOPMENT;
    private final CharSequence immutable;
    private final String root;
    private final String libraries;
    private final String swaggerUi;

    EntityTags(@ConfigProperty(name = "meanwhile.base-path") Optional<String> basePath,
            @ConfigProperty(name = "quarkus.http.static-resources.max-age") Duration maxAge) {
        immutable = HttpHeaders.createOptimized("public, immutable, max-age=" + maxAge.toSeconds());
        root = basePath.orElse("") + "/";
        libraries = root + "webjars/";
        swaggerUi = root + "q/swagger-ui/";
    }

    /** Passes the request to {@code next} after its file has a tag. */
    void add(RoutingContext context, String path, Handler<RoutingContext> next) {
        String resource = enabled ? resource(path) : null;
        if (resource == null) {
            next.handle(context);
            return;
        }
        if (path.startsWith(libraries)) {
            // Vert.x sets this header for a 200, but not for a 304
            context.response().headers().set(HttpHeaders.CACHE_CONTROL, immutable);
        }
        CharSequence tag = tags.get(resource);
        if (tag != null) {
            add(context, tag, next);
            return;
        }
        context.vertx().executeBlocking(() -> hash(resource), false)
                .onSuccess(hash -> hash.ifPresentOrElse(added -> add(context, added, next), () -> next.handle(context)))
                .onFailure(context::fail);
    }

    /** Returns the class path resource of a path that can be the path of a file, otherwise null. */
    private String resource(String path) {
        boolean file = path.lastIndexOf('/') == root.length() - 1 || path.startsWith(libraries);
        boolean fileOfSwaggerUi = !file && path.startsWith(swaggerUi);
        if (!file && !fileOfSwaggerUi || MimeMapping.getMimeTypeForFilename(path) == null) {
            return null;
        }
        return file ? STATIC_RESOURCES + path.substring(root.length() - 1)
                : SwaggerUiHeaders.FOLDER + path.substring(swaggerUi.length());
    }

    private Optional<CharSequence> hash(String resource) throws IOException {
        try (InputStream file = classLoader.getResourceAsStream(resource)) {
            if (file == null) {
                return Optional.empty();
            }
            String hash = HashUtil.sha256(file.readAllBytes()).substring(0, HASH_LENGTH);
            CharSequence tag = HttpHeaders.createOptimized("W/\"" + hash + '"');
            tags.put(resource, tag);
            return Optional.of(tag);
        }
    }

    private static void add(RoutingContext context, CharSequence tag, Handler<RoutingContext> next) {
        MultiMap headers = context.request().headers();
        if (headers.contains(IF_MATCH) && !"*".equals(headers.get(IF_MATCH))) {
            context.fail(412);
            return;
        }
        headers.remove(HttpHeaders.IF_MODIFIED_SINCE);
        List<String> noneMatch = headers.getAll(HttpHeaders.IF_NONE_MATCH);
        if (noneMatch.size() > 1) {
            // Vert.x reads only the first line of a header
            headers.set(HttpHeaders.IF_NONE_MATCH, String.join(",", noneMatch));
        }
        context.response().headers().set(HttpHeaders.ETAG, tag);
        context.addHeadersEndHandler(written -> complete(context.response()));
        next.handle(context);
    }

    private static void complete(HttpServerResponse response) {
        response.headers().remove(HttpHeaders.LAST_MODIFIED);
        if (response.getStatusCode() >= 400) {
            response.headers().remove(HttpHeaders.ETAG);
        }
    }
}
