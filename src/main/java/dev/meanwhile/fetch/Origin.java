package dev.meanwhile.fetch;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Map;

import org.eclipse.microprofile.config.spi.Converter;

/**
 * Scheme, host and port of an address, compared as RFC 6454 compares them: case does not matter, a missing port is the
 * scheme's own, and nothing else is made equal. {@code localhost}, {@code localhost.} and {@code 127.0.0.1} are three hosts.
 */
public record Origin(String scheme, String host, int port) {

    private static final Map<String, Integer> PORTS = Map.of("http", 80, "https", 443);

    public Origin {
        scheme = scheme.toLowerCase(Locale.ROOT);
        host = host.toLowerCase(Locale.ROOT);
        if (!PORTS.containsKey(scheme)) {
            throw new IllegalArgumentException("is neither http nor https");
        }
        port = port == -1 ? PORTS.get(scheme) : port;
        if (port < 1 || port > 65_535) {
            throw new IllegalArgumentException("has no port from 1 to 65535");
        }
    }

    /**
     * The origin of an absolute address.
     *
     * @throws IllegalArgumentException if it has none, for want of a host or of a scheme that we speak
     */
    static Origin of(URI address) {
        if (address.getScheme() == null || address.getHost() == null) {
            throw new IllegalArgumentException("names no scheme or no host in plain ASCII");
        }
        return new Origin(address.getScheme(), address.getHost(), address.getPort());
    }

    /** Reads {@code https://example.org} or {@code http://localhost:8080} from the configuration. */
    static Origin valueOf(String text) {
        try {
            URI address = new URI(text);
            Origin origin = of(address);
            if (!address.equals(new URI(address.getScheme() + "://" + address.getRawAuthority()))
                    || address.getUserInfo() != null) {
                throw new IllegalArgumentException("has more than scheme, host and port");
            }
            return origin;
        } catch (URISyntaxException | IllegalArgumentException e) {
            throw new IllegalArgumentException("'" + text + "' is no origin such as https://example.org: " + e.getMessage(), e);
        }
    }

    boolean isSecure() {
        return "https".equals(scheme);
    }

    /** Lets the configuration say what is wrong with an origin. */
    public static final class OriginConverter implements Converter<Origin> {

        @Override
        public Origin convert(String text) {
            return valueOf(text);
        }
    }

    /** As in the address bar: the port only where it is not the scheme's own. */
    @Override
    public String toString() {
        return scheme + "://" + host + (port == PORTS.get(scheme) ? "" : ":" + port);
    }
}
