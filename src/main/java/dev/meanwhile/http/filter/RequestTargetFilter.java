package dev.meanwhile.http.filter;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URI;
import java.net.URISyntaxException;

import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

import dev.meanwhile.api.RequestRejectedException;
import dev.meanwhile.http.filter.RequestPipeline.RequestFilter;
import io.netty.handler.codec.http.QueryStringDecoder;
import io.quarkus.vertx.http.ManagementInterface;
import io.vertx.core.Handler;
import io.vertx.core.MultiMap;
import io.vertx.ext.web.RoutingContext;

/**
 * Makes all handlers read path and query alike.
 * <ul>
 * <li>A path with matrix parameters ({@code ;}) has no route. Quarkus REST ignores the parameters, but filters, static
 * resources, metrics and the access log do not (quarkusio/quarkus#53930). An encoded {@code %3B} is part of a name.
 * <li>A query is decoded as the URL standard of WHATWG defines it. Vert.x 4.5 also separates parameters at {@code ;}
 * (vert-x3/vertx-web#2887), and ignores all parameters after the 1,024th.
 * <li>A fragment and characters other than ASCII are not part of a request target (RFC 9112 section 3.2). Vert.x ignores the
 * fragment, and reads the bytes of UTF-8 as ISO 8859-1.
 * </ul>
 */
@Singleton
@Priority(RequestPipeline.REQUEST_TARGET)
final class RequestTargetFilter implements RequestFilter {

    // Netty's default is 1,024. A shorter query cannot have more parameters, because each one has a name and a separator.
    private static final int SHORT_QUERY = 2_048;

    @Override
    public void filter(RoutingContext context, Handler<RoutingContext> next) {
        String target = context.request().uri();
        int query = target.indexOf('?');
        boolean semicolon = false;
        for (int i = 0; i < target.length(); i++) {
            char character = target.charAt(i);
            if (character == '#' || character > '~') {
                context.fail(new RequestRejectedException(400,
                        "Path and query must not contain '#' or characters other than ASCII. Percent-encode them."));
                return;
            }
            semicolon |= character == ';';
        }
        if (semicolon && context.request().path().indexOf(';') >= 0) {
            context.fail(404);
        } else if (query >= 0 && (semicolon || target.length() - query > SHORT_QUERY)) {
            decode(context, target.substring(query + 1), next);
        } else {
            next.handle(context);
        }
    }

    /**
     * Rejects malformed targets on the management port with 400. Quarkus 3.33 does so on the public port only. Some of them
     * would get no response, others a 500 with an error in the log.
     */
    void registerOnManagementPort(@Observes ManagementInterface management) {
        management.router().route().order(RequestPipeline.FIRST_ROUTE).handler(context -> {
            if (isWellFormed(context)) {
                context.next();
            } else {
                context.response().setStatusCode(400).end();
            }
        }).failureHandler(context -> {
            // Vert.x rejects an empty path before the first route.
            if (context.statusCode() == 400) {
                context.response().setStatusCode(400).end();
            } else {
                context.next();
            }
        });
    }

    private static boolean isWellFormed(RoutingContext context) {
        try {
            new URI(context.request().uri());
            context.normalizedPath();
            return context.request().uri().startsWith("/");
        } catch (URISyntaxException | IllegalArgumentException malformed) {
            return false;
        }
    }

    // All readers get the parameters from this map, which Vert.x caches.
    private static void decode(RoutingContext context, String query, Handler<RoutingContext> next) {
        QueryStringDecoder decoder = new QueryStringDecoder(query, UTF_8, false, RequestLimitsFilter.MAX_REQUEST_TARGET_LENGTH,
                true);
        try {
            MultiMap parameters = context.queryParams().clear();
            decoder.parameters().forEach(parameters::add);
        } catch (IllegalArgumentException invalidEscape) {
            context.fail(400);
            return;
        }
        next.handle(context);
    }
}
