package dev.meanwhile.http.connection;

import java.util.Locale;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.util.AsciiString;
import io.netty.util.NetUtil;
import io.vertx.core.net.HostAndPort;

/**
 * Removes {@code Forwarded} and {@code X-Forwarded-*} headers whose first value is invalid. Workaround for Quarkus 3.33,
 * which makes URIs from them without a check (quarkusio/quarkus#54691). A resource that parses such a URI would respond with
 * a 500. This class can be deleted when Quarkus ignores invalid values.
 */
final class ForwardedHeaders {

    /** For a server that does not use the headers. */
    static final ForwardedHeaders IGNORED = new ForwardedHeaders(null, null);

    private static final AsciiString PROTO = AsciiString.cached("x-forwarded-proto");
    private static final AsciiString PORT = AsciiString.cached("x-forwarded-port");
    private static final AsciiString FOR = AsciiString.cached("x-forwarded-for");
    private static final AsciiString FORWARDED = AsciiString.cached("forwarded");
    private static final Pattern PREFIX = Pattern.compile("/?(?:[\\w.~!$&'()*+,;=:@-]|%[0-9A-Fa-f]{2})"
            + "(?:[\\w.~!$&'()*+,;=:@/-]|%[0-9A-Fa-f]{2})*|/?");
    // The pairs of the first element that Quarkus reads, with its pattern.
    private static final Pattern PAIR = Pattern.compile("(proto|host|for)=\"?([^;,\"]+)\"?", Pattern.CASE_INSENSITIVE);

    /** The methods of the headers of HTTP/1 and HTTP/2, which have no common type. */
    private record Headers(Function<CharSequence, CharSequence> get, BiConsumer<CharSequence, String> set,
            Consumer<CharSequence> remove) {
    }

    private final AsciiString host;
    private final AsciiString prefix;

    /** The two names are configurable in Quarkus. */
    ForwardedHeaders(String hostHeader, String prefixHeader) {
        host = hostHeader == null ? null : AsciiString.of(hostHeader.toLowerCase(Locale.ROOT));
        prefix = prefixHeader == null ? null : AsciiString.of(prefixHeader.toLowerCase(Locale.ROOT));
    }

    void removeInvalid(HttpHeaders headers) {
        if (host != null) {
            removeInvalid(new Headers(headers::get, headers::set, headers::remove));
        }
    }

    void removeInvalid(Http2Headers headers) {
        if (host != null) {
            removeInvalid(new Headers(headers::get, headers::set, headers::remove));
        }
    }

    private void removeInvalid(Headers headers) {
        check(headers, PROTO, ForwardedHeaders::isScheme);
        check(headers, PORT, ForwardedHeaders::isPort);
        check(headers, FOR, ForwardedHeaders::isNode);
        check(headers, host, ForwardedHeaders::isHost);
        check(headers, prefix, value -> PREFIX.matcher(value).matches());
        CharSequence forwarded = headers.get().apply(FORWARDED);
        if (forwarded != null && !isForwarded(forwarded)) {
            headers.remove().accept(FORWARDED);
        }
    }

    // Quarkus uses the first element of the list without trimming it.
    private static void check(Headers headers, CharSequence name, Predicate<String> isValid) {
        CharSequence value = headers.get().apply(name);
        if (value != null) {
            String list = value.toString();
            int comma = list.indexOf(',');
            String first = (comma < 0 ? list : list.substring(0, comma)).strip();
            if (isValid.test(first)) {
                headers.set().accept(name, first);
            } else {
                headers.remove().accept(name);
            }
        }
    }

    private static boolean isForwarded(CharSequence value) {
        Matcher pair = PAIR.matcher(value);
        while (pair.find()) {
            String text = pair.group(2).strip();
            boolean valid = switch (pair.group(1).toLowerCase(Locale.ROOT)) {
                case "proto" -> isScheme(text);
                case "host" -> isHost(text);
                default -> isNode(text);
            };
            if (!valid) {
                return false;
            }
        }
        return true;
    }

    // Case-sensitive, as the comparison of Quarkus.
    private static boolean isScheme(String value) {
        return "http".equals(value) || "https".equals(value);
    }

    private static boolean isPort(String value) {
        return !value.isEmpty() && value.length() <= 5 && value.chars().allMatch(c -> c >= '0' && c <= '9')
                && Integer.parseInt(value) >= 1 && Integer.parseInt(value) <= 65_535;
    }

    private static boolean isHost(String value) {
        HostAndPort parsed = value.isEmpty() ? null : HostAndPort.parseAuthority(value, -1);
        return parsed != null && !parsed.host().isEmpty() && parsed.port() <= 65_535;
    }

    // An address, a host name or an obfuscated identifier such as "unknown" (RFC 7239 section 6), with or without a port.
    private static boolean isNode(String value) {
        return NetUtil.isValidIpV6Address(value) || isHost(value);
    }
}
