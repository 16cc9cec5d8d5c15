package dev.meanwhile.http.content;

import java.util.List;

import jakarta.ws.rs.NotAcceptableException;
import jakarta.ws.rs.core.MediaType;

import org.jboss.resteasy.reactive.server.ServerRequestFilter;
import org.jboss.resteasy.reactive.server.SimpleResourceInfo;

import dev.meanwhile.api.Representations;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;

/**
 * Makes Quarkus REST negotiate media types as {@link AcceptHeader} defines. Quarkus REST 3.33 ignores {@code q=0}. It rejects
 * a range with white space before a semicolon, empty elements, commas in quoted strings, and all headers after the first.
 * This filter replaces such headers by an equivalent one that Quarkus REST understands. A header that is a single type, such
 * as {@code application/json}, stays as it is.
 */
final class AcceptFilter {

    /** Key of the {@link AcceptHeader} as received, in the data of the request. Absent if the header was not replaced. */
    static final String RECEIVED = AcceptHeader.class.getName();

    /** All media types in {@code @Produces} of the resources. */
    static final List<String> PRODUCED = List.of(MediaType.TEXT_HTML, MediaType.APPLICATION_JSON, MediaType.TEXT_PLAIN,
            MediaType.SERVER_SENT_EVENTS);

    static void normalize(RoutingContext context) {
        MultiMap headers = context.request().headers();
        List<String> lines = headers.getAll(HttpHeaders.ACCEPT);
        if (!lines.isEmpty() && (lines.size() > 1 || !isSingleType(lines.get(0)))) {
            AcceptHeader received = AcceptHeader.parse(lines);
            context.put(RECEIVED, received);
            if (received.isBlank()) {
                headers.remove(HttpHeaders.ACCEPT);
            } else if (received.isValid()) {
                headers.set(HttpHeaders.ACCEPT, received.normalize(PRODUCED));
            }
        }
    }

    private static boolean isSingleType(String value) {
        for (int i = 0; i < value.length(); i++) {
            char character = value.charAt(i);
            if (character == ',' || character == ';') {
                return false;
            }
        }
        return value.length() > 1;
    }

    /** Rejects a request that accepts none of the types of its resource. */
    @ServerRequestFilter
    @Representations
    public void rejectUnacceptable(SimpleResourceInfo resource, RoutingContext context) {
        context.response().headers().add("Vary", "Accept");
        AcceptHeader accept = AcceptHeader.of(context);
        List<String> types = List.of(resource.getResourceClass().getAnnotation(Representations.class).value());
        if (types.stream().noneMatch(type -> accept.quality(type) > 0)) {
            context.put(ProducedMediaTypes.KEY, types);
            throw new NotAcceptableException();
        }
    }
}
