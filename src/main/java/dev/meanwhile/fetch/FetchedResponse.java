package dev.meanwhile.fetch;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;

import dev.meanwhile.api.UpstreamException.InvalidResponse;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;

/** A complete, decompressed response of any status and content type. */
record FetchedResponse(int status, String location, String contentType, byte[] body) {

    private static final Pattern JSON = Pattern.compile("application/([\\w.-]+\\+)?json\\s*(;.*)?", Pattern.CASE_INSENSITIVE);

    /**
     * @param maxBytes maximum size of the body after decompression
     * @throws InvalidResponse if the body is larger, or has a content encoding other than gzip
     */
    static FetchedResponse of(HttpClientResponse response, Buffer body, int maxBytes) {
        String encoding = response.getHeader(HttpHeaders.CONTENT_ENCODING);
        byte[] bytes = encoding == null ? body.getBytes() : gunzip(encoding, body.getBytes(), maxBytes);
        return new FetchedResponse(response.statusCode(), response.getHeader(HttpHeaders.LOCATION),
                response.getHeader(HttpHeaders.CONTENT_TYPE), bytes);
    }

    static byte[] gunzip(String encoding, byte[] compressed, int maxBytes) {
        if (!"gzip".equalsIgnoreCase(encoding)) {
            throw new InvalidResponse("The upstream used the content encoding " + encoding + ", but only gzip was requested.");
        }
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

    boolean isSuccess() {
        return status / 100 == 2;
    }

    boolean isRedirect() {
        return status / 100 == 3 && location != null;
    }

    /**
     * Resolves {@code Location} against the requested URL (RFC 3986, 5.2).
     *
     * @param requested the URL that this response belongs to
     * @throws IllegalArgumentException if {@code Location} is not a valid URL
     */
    URI resolveRedirect(URI requested) {
        // java.net.URI implements RFC 2396: for an empty reference or a query alone it drops the last segment of the path.
        if (location.isEmpty()) {
            return URI.create(requested.toString().replaceFirst("#.*", ""));
        }
        return location.startsWith("?") ? URI.create(requested.toString().replaceFirst("[?#].*", "") + location)
                : requested.resolve(location);
    }

    boolean isJson() {
        return contentType != null && JSON.matcher(contentType).matches();
    }
}
