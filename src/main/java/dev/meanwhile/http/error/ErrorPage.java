package dev.meanwhile.http.error;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;

import jakarta.ws.rs.core.HttpHeaders;

import dev.meanwhile.http.filter.RouteLookup;
import dev.meanwhile.ui.PageLanguage;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import io.quarkus.runtime.LaunchMode;
import io.quarkus.runtime.util.ExceptionUtil;

/**
 * The page that shows an {@link ErrorResponse}.
 *
 * @param path the path of the request, decoded and shortened for readers; empty if it is unknown
 * @param url the URL of the link that repeats the request; null if the error is not temporary
 * @param stackTrace the stack trace of an internal server error in development mode, otherwise null
 * @param routes the paths of all routes for a 404 in development mode, otherwise empty
 */
record ErrorPage(ErrorResponse response, String path, String url, String stackTrace, List<String> routes) {

    private static final int MAX_PATH_LENGTH = 200;
    private static final Set<Integer> TEMPORARY = Set.of(429, 502, 503, 504);

    /**
     * Returns the page as HTML.
     *
     * @param path path of the request, encoded as received; empty if it is unknown
     */
    static String render(ErrorResponse error, String path, PageLanguage language) {
        boolean development = LaunchMode.current() == LaunchMode.DEVELOPMENT;
        String url = !TEMPORARY.contains(error.status()) ? null : language.query() == null ? "" : "?" + language.query();
        ErrorPage page = new ErrorPage(error, shorten(decode(path)), url,
                development && error.cause() != null ? ExceptionUtil.generateStackTrace(error.cause()) : null,
                development && error.status() == 404 ? RouteLookup.templates().stream().sorted().toList() : List.of());
        return language.localize(Templates.error(page)).render();
    }

    public boolean upstream() {
        return response.upstream();
    }

    public String id() {
        return response.id();
    }

    public int status() {
        return response.status();
    }

    public String message() {
        return response.message();
    }

    public String reasonPhrase() {
        return HttpResponseStatus.valueOf(response.status()).reasonPhrase();
    }

    /** Whether a page in another language also shows the English message, because it has details that the status lacks. */
    public boolean messageHasDetails() {
        return status() != 404 && status() != 500;
    }

    /** Value of {@code Retry-After} in seconds; null without this header. */
    public Long retryAfter() {
        String seconds = response.headers().get(HttpHeaders.RETRY_AFTER);
        return seconds == null ? null : Long.valueOf(seconds);
    }

    /** Decodes a path, unless it is malformed or has characters that are invisible or change the order of others. */
    static String decode(String path) {
        try {
            String decoded = URLDecoder.decode(path.replace("+", "%2B"), StandardCharsets.UTF_8);
            return decoded.codePoints().allMatch(ErrorPage::isReadable) ? decoded : path;
        } catch (IllegalArgumentException malformed) {
            return path;
        }
    }

    private static boolean isReadable(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL, Character.SURROGATE, Character.UNASSIGNED, Character.PRIVATE_USE,
                    Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR ->
                false;
            // U+200D joins emoji.
            case Character.FORMAT -> codePoint == 0x200D;
            default -> codePoint != 0xFFFD;
        };
    }

    static String shorten(String path) {
        return path.codePointCount(0, path.length()) <= MAX_PATH_LENGTH ? path
                : path.substring(0, path.offsetByCodePoints(0, MAX_PATH_LENGTH)) + "…";
    }

    @CheckedTemplate
    static final class Templates {

        static native TemplateInstance error(ErrorPage error);
    }
}
