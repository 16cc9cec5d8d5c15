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

/** What an origin answered, of whatever status and kind, in full and decompressed. */
record FetchedResponse(int status, String location, String type, byte[] body) {

    private static final Pattern JSON = Pattern.compile("application/([\\w.-]+\\+)?json\\s*(;.*)?", Pattern.CASE_INSENSITIVE);

    /**
     * @param maxBytes the most that the body may take once it is decompressed
     * @throws InvalidResponse if it takes more, or is compressed in a way that we did not ask for
     */
    static FetchedResponse of(HttpClientResponse response, Buffer body, int maxBytes) {
        String encoding = response.getHeader(HttpHeaders.CONTENT_ENCODING);
        byte[] bytes = encoding == null ? body.getBytes() : inflate(encoding, body.getBytes(), maxBytes);
        return new FetchedResponse(response.statusCode(), response.getHeader(HttpHeaders.LOCATION),
                response.getHeader(HttpHeaders.CONTENT_TYPE), bytes);
    }

    static byte[] inflate(String encoding, byte[] compressed, int maxBytes) {
        if (!"gzip".equalsIgnoreCase(encoding)) {
            throw new InvalidResponse("The upstream compressed its answer with " + encoding + ", not with gzip.");
        }
        try (InputStream gzip = new GZIPInputStream(new ByteArrayInputStream(compressed))) {
            byte[] bytes = gzip.readNBytes(maxBytes);
            if (gzip.read() >= 0) {
                throw new InvalidResponse("The upstream sent more than " + maxBytes + " bytes.");
            }
            return bytes;
        } catch (IOException e) {
            throw new InvalidResponse("The upstream sent what is no gzip.", e);
        }
    }

    boolean isSuccess() {
        return status / 100 == 2;
    }

    boolean isRedirect() {
        return status / 100 == 3 && location != null;
    }

    /**
     * @param asked the address that this is the answer of
     * @return where it sends us instead
     * @throws IllegalArgumentException if that is no address
     */
    URI redirectsTo(URI asked) {
        // java.net.URI still resolves an empty reference and a mere query as RFC 2396 did: it forgets the last segment of the path
        if (location.isEmpty()) {
            return URI.create(asked.toString().replaceFirst("#.*", ""));
        }
        return location.startsWith("?") ? URI.create(asked.toString().replaceFirst("[?#].*", "") + location)
                : asked.resolve(location);
    }

    boolean isJson() {
        return type != null && JSON.matcher(type).matches();
    }
}
