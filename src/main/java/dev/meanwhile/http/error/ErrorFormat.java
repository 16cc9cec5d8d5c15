package dev.meanwhile.http.error;

import java.util.Collection;

import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;

import dev.meanwhile.http.content.AcceptHeader;
import io.vertx.core.MultiMap;
import io.vertx.ext.web.RoutingContext;

/**
 * Format of an error response: the JSON envelope or a page. The client's {@code Accept} decides (RFC 9110 section 12.5.1). If
 * it prefers neither, the resource decides: an error of a resource that produces HTML and no JSON is a page, every other error
 * is JSON.
 */
enum ErrorFormat {

    JSON(MediaType.APPLICATION_JSON),
    HTML(MediaType.TEXT_HTML);

    private final String type;

    ErrorFormat(String type) {
        this.type = type;
    }

    String mediaType() {
        return type;
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
        return negotiate(AcceptHeader.of(context), defaultFor(produced));
    }

    static ErrorFormat negotiate(AcceptHeader accept, ErrorFormat defaultFormat) {
        int preference = Double.compare(accept.quality(JSON.mediaType()), accept.quality(HTML.mediaType()));
        return preference == 0 ? defaultFormat : preference > 0 ? JSON : HTML;
    }
}
