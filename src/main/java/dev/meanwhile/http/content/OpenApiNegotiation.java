package dev.meanwhile.http.content;

import java.util.List;

import jakarta.ws.rs.core.MediaType;

import io.vertx.core.Handler;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;

/**
 * Negotiates the format of {@code /q/openapi}: YAML, or JSON if the client prefers it. Quarkus 3.33 returns JSON if its name
 * occurs anywhere in {@code Accept}, also with {@code q=0}. The parameter {@code format} has precedence over {@code Accept}.
 */
final class OpenApiNegotiation {

    /** Media types of the document. */
    static final List<String> PRODUCED = List.of("application/yaml", MediaType.APPLICATION_JSON);

    private OpenApiNegotiation() {
    }

    static void negotiate(RoutingContext context, Handler<RoutingContext> next) {
        MultiMap headers = context.request().headers();
        AcceptHeader accept = AcceptHeader.of(context);
        context.response().headers().add("Vary", "Accept");
        if (!context.queryParam("format").isEmpty()) {
            headers.remove(HttpHeaders.ACCEPT);
        } else if (PRODUCED.stream().noneMatch(type -> accept.quality(type) > 0)) {
            context.put(ProducedMediaTypes.KEY, PRODUCED);
            context.fail(406);
            return;
        } else {
            headers.set(HttpHeaders.ACCEPT,
                    accept.prefers(PRODUCED.get(1), PRODUCED.get(0)) ? PRODUCED.get(1) : PRODUCED.get(0));
        }
        next.handle(context);
    }
}
