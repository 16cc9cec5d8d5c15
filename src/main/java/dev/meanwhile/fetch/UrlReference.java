package dev.meanwhile.fetch;

import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Operations on URLs that {@link URI} lacks. {@link URI#resolve(URI)} implements RFC 2396, which keeps dot segments.
 * {@link URI#toASCIIString()} changes a URL by Unicode normalization.
 */
final class UrlReference {

    /** Printable ASCII characters that are not allowed in path and query, besides percent signs and brackets. */
    private static final String ILLEGAL_IN_URL = "\"<>\\^`{|}";
    private static final String HEX_DIGITS = "0123456789ABCDEF";

    private UrlReference() {
    }

    /**
     * Percent-encodes the UTF-8 bytes of all characters that are not ASCII (RFC 3987, 3.1). No other character changes.
     *
     * @throws IllegalArgumentException if {@code url} has an unpaired surrogate
     */
    static String toAscii(String url) {
        if (url.chars().allMatch(character -> character < 0x80)) {
            return url;
        }
        try {
            ByteBuffer utf8 = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(url));
            StringBuilder ascii = new StringBuilder(2 * url.length());
            while (utf8.hasRemaining()) {
                byte next = utf8.get();
                if (next < 0) {
                    percentEncode(next, ascii);
                } else {
                    ascii.append((char) next);
                }
            }
            return ascii.toString();
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException("Unpaired surrogate", e);
        }
    }

    /**
     * Resolves a reference (RFC 3986, 5.2.2). The result has no fragment.
     *
     * @param base an absolute URL with an authority
     * @param reference the value of a header such as {@code Location}, one character per byte. Bytes of its path and query that
     *        are not allowed in a URL are percent-encoded first, because many servers send them unencoded.
     * @throws IllegalArgumentException if the reference is not a valid URL
     */
    static URI resolve(URI base, String reference) {
        URI target = URI.create(encode(reference));
        boolean ownAuthority = target.getRawAuthority() != null;
        if (target.isAbsolute() && !ownAuthority) {
            return target;
        }
        String path = target.getRawPath();
        String query = target.getRawQuery();
        if (!ownAuthority && path.isEmpty()) {
            path = base.getRawPath();
            query = query == null ? base.getRawQuery() : query;
        } else if (!ownAuthority && !path.startsWith("/")) {
            String basePath = base.getRawPath().isEmpty() ? "/" : base.getRawPath();
            path = removeDotSegments(basePath.substring(0, basePath.lastIndexOf('/') + 1) + path);
        } else {
            path = removeDotSegments(path);
        }
        return URI.create((target.isAbsolute() ? target : base).getScheme() + "://"
                + (ownAuthority ? target : base).getRawAuthority() + path + (query == null ? "" : "?" + query));
    }

    /** RFC 3986, 5.2.4, for a path that is empty or begins with a slash. */
    private static String removeDotSegments(String path) {
        if (!path.contains("/.")) {
            return path;
        }
        String[] segments = path.split("/", -1);
        List<String> kept = new ArrayList<>();
        for (int i = 1; i < segments.length; i++) {
            boolean parent = "..".equals(segments[i]);
            boolean dots = parent || ".".equals(segments[i]);
            if (parent && !kept.isEmpty()) {
                kept.remove(kept.size() - 1);
            }
            if (!dots) {
                kept.add(segments[i]);
            } else if (i == segments.length - 1) {
                kept.add("");
            }
        }
        return "/" + String.join("/", kept);
    }

    /** Removes the fragment, and encodes the characters that are not allowed in path and query. */
    private static String encode(String reference) {
        int fragment = reference.indexOf('#');
        int end = fragment < 0 ? reference.length() : fragment;
        int authorityEnd = authorityEnd(reference, end);
        StringBuilder url = new StringBuilder(end).append(reference, 0, authorityEnd);
        boolean inQuery = false;
        for (int i = authorityEnd; i < end; i++) {
            char character = reference.charAt(i);
            inQuery |= character == '?';
            boolean legal = switch (character) {
                // URI allows brackets in a query
                case '[', ']' -> inQuery;
                case '%' -> i + 2 < end && isHexDigit(reference.charAt(i + 1)) && isHexDigit(reference.charAt(i + 2));
                default -> character > ' ' && character < 0x7f && ILLEGAL_IN_URL.indexOf(character) < 0;
            };
            if (legal) {
                url.append(character);
            } else {
                percentEncode((byte) character, url);
            }
        }
        return url.toString();
    }

    /** The index after scheme and authority, or 0 if the reference has no authority. */
    private static int authorityEnd(String reference, int end) {
        int slashes = reference.indexOf("//");
        boolean afterScheme = slashes > 0 && reference.indexOf(':') == slashes - 1
                && reference.indexOf('/') == slashes && reference.lastIndexOf('?', slashes) < 0;
        if (slashes != 0 && !afterScheme) {
            return 0;
        }
        int index = Math.min(slashes + 2, end);
        while (index < end && "/?".indexOf(reference.charAt(index)) < 0) {
            index++;
        }
        return index;
    }

    private static boolean isHexDigit(char character) {
        return character < 0x80 && Character.digit(character, 16) >= 0;
    }

    private static void percentEncode(byte value, StringBuilder target) {
        target.append('%').append(HEX_DIGITS.charAt(value >> 4 & 0xf)).append(HEX_DIGITS.charAt(value & 0xf));
    }
}
