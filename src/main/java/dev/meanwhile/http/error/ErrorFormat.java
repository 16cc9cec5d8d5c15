package dev.meanwhile.http.error;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;

import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;

import org.jboss.resteasy.reactive.common.util.MediaTypeHelper;

import io.vertx.core.MultiMap;
import io.vertx.ext.web.RoutingContext;

/**
 * Format of an error response: the JSON envelope or a page. The client's {@code Accept} decides (RFC 9110 section 12.5.1). If
 * it prefers neither, the resource decides: an error of a resource that produces HTML and no JSON is a page, every other error
 * is JSON.
 */
enum ErrorFormat {

    JSON(MediaType.APPLICATION_JSON_TYPE),
    HTML(MediaType.TEXT_HTML_TYPE);

    private final MediaType type;

    ErrorFormat(MediaType type) {
        this.type = type;
    }

    String mediaType() {
        return type.toString();
    }

    /** @param produced media types of the matched resource, without parameters; empty if none matched */
    static ErrorFormat defaultFor(Collection<String> produced) {
        return produced.contains(HTML.mediaType()) && !produced.contains(JSON.mediaType()) ? HTML : JSON;
    }

    /**
     * Chooses the format for the client of a request, and adds {@code Vary: Accept} to the response.
     *
     * @param produced media types of the matched resource, without parameters; empty if none matched
     */
    static ErrorFormat negotiate(RoutingContext context, Collection<String> produced) {
        MultiMap headers = context.response().headers();
        if (!headers.contains(HttpHeaders.VARY, HttpHeaders.ACCEPT, true)) {
            headers.add(HttpHeaders.VARY, HttpHeaders.ACCEPT);
        }
        return negotiate(context.request().headers().getAll(HttpHeaders.ACCEPT), defaultFor(produced));
    }

    static ErrorFormat negotiate(List<String> accept, ErrorFormat defaultFormat) {
        try {
            List<MediaType> ranges = accept.isEmpty() ? List.of() : MediaTypeHelper.parseHeader(String.join(",", accept));
            int preference = Double.compare(JSON.qualityIn(ranges), HTML.qualityIn(ranges));
            return preference == 0 ? defaultFormat : preference > 0 ? JSON : HTML;
        } catch (IllegalArgumentException | WebApplicationException e) {
            // An invalid Accept header states no preference.
            return defaultFormat;
        }
    }

    // The most specific media range that matches a type determines its quality.
    private double qualityIn(List<MediaType> ranges) {
        return ranges.stream().filter(range -> range.isCompatible(type))
                .min(Comparator.comparing(MediaType::isWildcardType).thenComparing(MediaType::isWildcardSubtype))
                .map(range -> Double.parseDouble(range.getParameters().getOrDefault("q", "1"))).orElse(0.0);
    }
}
