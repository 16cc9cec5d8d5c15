package dev.meanwhile.http.error;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

import jakarta.ws.rs.core.HttpHeaders;

import org.jboss.logging.MDC;

import dev.meanwhile.http.content.AcceptHeader;
import dev.meanwhile.http.filter.RequestIdFilter;
import dev.meanwhile.http.filter.SecurityHeadersFilter;
import dev.meanwhile.ui.PageLanguage;

/**
 * The error response to a request that is rejected before the router, with the same headers, formats and log line as one that
 * the router rejects.
 *
 * @param headers all headers but {@code Content-Length}
 */
public record UnroutedErrorResponse(Map<CharSequence, CharSequence> headers, byte[] body) {

    /** Method, target or version of a request that cannot be parsed. */
    public static final String UNKNOWN = "-";

    /**
     * Creates the response and writes the line in the access log.
     *
     * @param target path and query
     * @param version of the protocol, for the log
     * @param received returns the value of a request header, or null
     * @param secure whether the connection uses TLS
     */
    public static UnroutedErrorResponse create(int status, String method, String target, String version,
            Function<CharSequence, String> received, boolean secure) {
        String id = RequestIdFilter.resolveRequestId(received.apply(RequestIdFilter.HEADER));
        String accept = received.apply("accept");
        ErrorFormat format = ErrorFormat.negotiate(AcceptHeader.parse(accept == null ? List.of() : List.of(accept)),
                ErrorFormat.JSON);
        String path = target.equals(UNKNOWN) ? "" : target.replaceFirst("\\?.*", "");
        ErrorResponse error = ErrorResponse.unrouted(status, method, path);
        Map<CharSequence, CharSequence> headers = SecurityHeadersFilter.headersWithoutRoute(secure);
        headers.put(RequestIdFilter.HEADER, id);
        headers.put(HttpHeaders.CONTENT_TYPE, ErrorResponse.contentType(format));
        headers.put(HttpHeaders.VARY, HttpHeaders.ACCEPT);
        PageLanguage language = PageLanguage.of(null, received.apply("accept-language"), null);
        if (format == ErrorFormat.HTML) {
            headers.put(HttpHeaders.VARY, HttpHeaders.ACCEPT + ", " + HttpHeaders.ACCEPT_LANGUAGE);
            headers.put(HttpHeaders.CONTENT_LANGUAGE, language.locale().toLanguageTag());
        }
        error.headers().forEach(headers::put);
        MDC.put(RequestIdFilter.MDC_KEY, id);
        AccessLog.log(target.equals(UNKNOWN) ? UNKNOWN : method + " " + target + " " + version, status);
        // This thread may log next without a request.
        MDC.remove(RequestIdFilter.MDC_KEY);
        return new UnroutedErrorResponse(headers, error.body(format, path, language).getBytes(StandardCharsets.UTF_8));
    }
}
