package dev.meanwhile.fetch;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.eclipse.microprofile.config.spi.Converter;

/**
 * Scheme, host and port of a URL, compared according to RFC 6454. Scheme and host are case-insensitive. A missing port is the
 * default port of the scheme. {@code localhost}, {@code localhost.} and {@code 127.0.0.1} are three different hosts.
 */
public record Origin(String scheme, String host, int port) {

    private static final Map<String, Integer> PORTS = Map.of("http", 80, "https", 443);
    private static final Pattern HOST_AND_PORT = Pattern.compile("([\\w.-]+)(?::0*(\\d{1,6})|:)?");

    public Origin {
        scheme = scheme.toLowerCase(Locale.ROOT);
        host = host.toLowerCase(Locale.ROOT);
        if (!PORTS.containsKey(scheme)) {
            throw new IllegalArgumentException("has a scheme other than http and https");
        }
        port = port == -1 ? PORTS.get(scheme) : port;
        if (port < 1 || port > 65_535) {
            throw new IllegalArgumentException("has a port outside 1 to 65535");
        }
    }

    /**
     * Returns the origin of an absolute URL.
     *
     * @throws IllegalArgumentException if {@code uri} has no host, or a scheme other than http and https
     */
    public static Origin of(URI uri) {
        if (uri.getScheme() == null) {
            throw new IllegalArgumentException("has no scheme");
        }
        if (uri.getHost() != null) {
            return new Origin(uri.getScheme(), uri.getHost(), uri.getPort());
        }
        // URI rejects a host with an underscore, or with a last label that begins with a digit. DNS and RFC 3986 allow both.
        Matcher authority = HOST_AND_PORT.matcher(Objects.requireNonNullElse(uri.getRawAuthority(), ""));
        if (!authority.matches()) {
            throw new IllegalArgumentException("has no host of ASCII letters, digits, '-', '_' and '.'");
        }
        return new Origin(uri.getScheme(), authority.group(1),
                authority.group(2) == null ? -1 : Integer.parseInt(authority.group(2)));
    }

    /** Parses an origin of the configuration, such as {@code https://example.org} or {@code http://localhost:8080}. */
    static Origin parse(String text) {
        try {
            URI uri = new URI(text);
            Origin origin = of(uri);
            if (!uri.equals(new URI(uri.getScheme() + "://" + uri.getRawAuthority()))
                    || uri.getUserInfo() != null) {
                throw new IllegalArgumentException("has more than scheme, host and port");
            }
            return origin;
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException(notAnOrigin(text) + "is not a URL: " + e.getReason(), e);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(notAnOrigin(text) + e.getMessage(), e);
        }
    }

    private static String notAnOrigin(String text) {
        return "'" + text + "' is not an origin such as https://example.org: it ";
    }

    boolean isSecure() {
        return "https".equals(scheme);
    }

    /** Converts values of {@code meanwhile.fetch.allowed-origins}. */
    public static final class OriginConverter implements Converter<Origin> {

        @Override
        public Origin convert(String text) {
            return parse(text);
        }
    }

    /** Returns the origin without the port if it is the default port of the scheme. */
    @Override
    public String toString() {
        return scheme + "://" + host + (port == PORTS.get(scheme) ? "" : ":" + port);
    }
}
