package dev.meanwhile.fetch;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;

import com.fasterxml.jackson.core.exc.StreamConstraintsException;

import dev.meanwhile.api.UpstreamException.InvalidResponse;
import dev.meanwhile.client.UpstreamExceptions;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;

/** A complete response of any status and content type. The body is decompressed if the status is 2xx. */
record FetchedResponse(int status, String location, String contentType, byte[] body) {

    /** application/json, text/json, and every type with the suffix +json (RFC 6839). */
    private static final Pattern JSON = Pattern.compile(
            "(application/|text/|[\\w!#$%&'*+.^`|~-]+/[\\w!#$%&'*+.^`|~-]+\\+)json\\s*(;.*)?", Pattern.CASE_INSENSITIVE);
    private static final Set<Integer> REDIRECTS = Set.of(301, 302, 303, 307, 308);
    private static final Set<String> GZIP = Set.of("gzip", "x-gzip");
    /** A proxy may compress a compressed response again. */
    private static final int MAX_GZIP_LAYERS = 2;
    private static final Set<String> IGNORED_CODINGS = Set.of("", "identity");

    /**
     * @param maxBytes maximum size of the body after decompression
     * @throws InvalidResponse if the status is 2xx and the body is larger, or has a content coding other than gzip. The body of
     *         any other status is not decoded.
     */
    static FetchedResponse of(HttpClientResponse response, Buffer body, int maxBytes) {
        List<String> contentEncoding = response.headers().getAll(HttpHeaders.CONTENT_ENCODING);
        byte[] bytes = body.getBytes();
        return new FetchedResponse(response.statusCode(), response.getHeader(HttpHeaders.LOCATION),
                response.getHeader(HttpHeaders.CONTENT_TYPE),
                contentEncoding.isEmpty() || bytes.length == 0 || !isSuccess(response.statusCode()) ? bytes
                        : decode(contentEncoding, bytes, maxBytes));
    }

    /** @param contentEncoding values of {@code Content-Encoding}; together they list the codings in the order of application */
    static byte[] decode(List<String> contentEncoding, byte[] body, int maxBytes) {
        List<String> codings = contentEncoding.stream().flatMap(value -> Stream.of(value.split(","))).map(String::strip)
                .map(coding -> coding.toLowerCase(Locale.ROOT)).filter(coding -> !IGNORED_CODINGS.contains(coding)).toList();
        if (!GZIP.containsAll(codings) || codings.size() > MAX_GZIP_LAYERS) {
            throw new InvalidResponse("The upstream used the content encoding " + String.join(", ", contentEncoding)
                    + ", but only gzip was requested.");
        }
        byte[] decoded = body;
        for (int layers = codings.size(); layers > 0; layers--) {
            decoded = gunzip(decoded, maxBytes);
        }
        return decoded;
    }

    private static byte[] gunzip(byte[] compressed, int maxBytes) {
        try (InputStream gzip = new GZIPInputStream(new ByteArrayInputStream(compressed))) {
            byte[] bytes = gzip.readNBytes(maxBytes);
            if (gzip.read() >= 0) {
                throw new InvalidResponse("The upstream sent more than " + maxBytes + " bytes.");
            }
            return bytes;
        } catch (IOException e) {
            throw new InvalidResponse("The upstream sent invalid gzip data.", e);
        }
    }

    private static boolean isSuccess(int status) {
        return status / 100 == 2;
    }

    boolean isRedirect() {
        return location != null && REDIRECTS.contains(status);
    }

    /**
     * Returns the document.
     *
     * @param upstream the name of the upstream service, as the first words of error messages
     * @throws InvalidResponse if the response is not a complete JSON document
     */
    JsonDocument document(String upstream) {
        // No range was requested, so a part of a document (206) is not the document.
        if (!isSuccess(status) || status == HttpResponseStatus.PARTIAL_CONTENT.code()) {
            throw new InvalidResponse(upstream + " returned status " + status + ".");
        }
        if (contentType == null || !JSON.matcher(contentType).matches()) {
            throw new InvalidResponse(upstream + " returned a content type other than JSON.");
        }
        try {
            return JsonDocument.parse(body);
        } catch (StreamConstraintsException e) {
            throw new InvalidResponse(upstream + " returned JSON that " + e.getOriginalMessage() + ".", e);
        } catch (IOException e) {
            throw UpstreamExceptions.translate(e, upstream);
        }
    }
}
