package dev.meanwhile.http.content;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.impl.MimeMapping;
import io.vertx.ext.web.RoutingContext;

/**
 * Corrects how Vert.x 4.5 serves ranges and HEAD requests of static resources (vert-x3/vertx-web#428):
 * <ul>
 * <li>{@code Range} applies to GET only (RFC 9110 section 14.2).
 * <li>With {@code If-Range} the whole resource is sent (section 13.1.5), because it has no strong validator:
 * {@link EntityTags} adds a weak tag.
 * <li>A last position beyond the end is the end, whatever its number of digits (section 14.1.2).
 * <li>The response to HEAD has a {@code Content-Type} (section 9.3.2).
 * </ul>
 */
final class StaticResourceFilter {

    private static final String BYTES = "bytes=";
    private static final int MAX_DIGITS = 18;

    private StaticResourceFilter() {
    }

    static void prepare(RoutingContext context) {
        MultiMap headers = context.request().headers();
        HttpMethod method = context.request().method();
        String range = headers.get(HttpHeaderNames.RANGE);
        if (range != null) {
            if (method != HttpMethod.GET || headers.contains(HttpHeaderNames.IF_RANGE)) {
                headers.remove(HttpHeaderNames.RANGE);
            } else {
                headers.set(HttpHeaderNames.RANGE, limitPositions(range));
            }
        }
        if (method == HttpMethod.HEAD) {
            context.addHeadersEndHandler(written -> addContentType(context));
        }
    }

    /** Replaces positions that do not fit into a long by the largest one with {@value #MAX_DIGITS} digits. */
    private static String limitPositions(String range) {
        int dash = range.indexOf('-');
        if (!range.startsWith(BYTES) || dash < 0 || range.length() <= BYTES.length() + MAX_DIGITS) {
            return range;
        }
        return BYTES + limit(range.substring(BYTES.length(), dash)) + '-' + limit(range.substring(dash + 1));
    }

    private static String limit(String position) {
        String digits = position.replaceFirst("^0+(?=.)", "");
        boolean tooLong = digits.length() > MAX_DIGITS && digits.chars().allMatch(digit -> digit >= '0' && digit <= '9');
        return tooLong ? "9".repeat(MAX_DIGITS) : digits;
    }

    private static void addContentType(RoutingContext context) {
        MultiMap headers = context.response().headers();
        // only the handler of static resources sets Accept-Ranges, so the header identifies its responses
        if (headers.contains(HttpHeaders.ACCEPT_RANGES) && !headers.contains(HttpHeaders.CONTENT_TYPE)) {
            String type = MimeMapping.getMimeTypeForFilename(context.normalizedPath());
            if (type != null) {
                headers.set(HttpHeaders.CONTENT_TYPE, type.startsWith("text") ? type + ";charset=" + UTF_8.name() : type);
            }
        }
    }
}
