package dev.meanwhile.http.content;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;

/**
 * The media ranges of a request's {@code Accept} header (RFC 9110 sections 5.3, 5.6, 12.4.2 and 12.5.1). This class is the
 * only parser of this header. Successful responses, errors, the OpenAPI document and the metrics use it.
 * <ul>
 * <li>All lines of the header are one list. Empty elements and elements with invalid syntax are skipped.
 * <li>{@code *} is read as {@code *}{@code /*}, and {@code q=.2} as {@code q=0.2}, because clients of the JDK send both.
 * <li>A range with parameters, such as {@code text/html;level=1}, matches its type without them, unless another range matches
 * that exactly. It does not exclude the type: {@code text/html;level=1;q=0} is about another representation.
 * </ul>
 * The class is longer than 150 lines, because the whole grammar of the header is in one place.
 */
public final class AcceptHeader {

    /** A media type that no resource produces, because RESTEasy has no notation for "nothing is acceptable". */
    private static final String NOTHING = "none/none";
    private static final String ALL = "*/*";

    private record MediaRange(String type, boolean hasParameters, double quality) {
    }

    private final String value;
    private final boolean blank;
    private final List<MediaRange> ranges;

    private AcceptHeader(String value, boolean blank, List<MediaRange> ranges) {
        this.value = value;
        this.blank = blank;
        this.ranges = ranges;
    }

    /** Returns the header as the client sent it, even if {@link AcceptFilter} has replaced it. */
    public static AcceptHeader of(RoutingContext context) {
        AcceptHeader received = context.get(AcceptFilter.RECEIVED);
        return received != null ? received : parse(context.request().headers().getAll(HttpHeaders.ACCEPT));
    }

    /** @param lines values of all {@code Accept} headers, in their order */
    public static AcceptHeader parse(List<String> lines) {
        String value = String.join(",", lines);
        List<MediaRange> ranges = new ArrayList<>();
        boolean blank = true;
        for (String element : split(value, ',')) {
            if (!element.isEmpty()) {
                blank = false;
                MediaRange range = parseRange(element);
                if (range != null) {
                    ranges.add(range);
                }
            }
        }
        return new AcceptHeader(value, blank, ranges);
    }

    private static MediaRange parseRange(String element) {
        List<String> parts = split(element, ';');
        String type = "*".equals(parts.get(0)) ? ALL : parts.get(0).toLowerCase(Locale.ROOT);
        double quality = 1;
        boolean hasParameters = false;
        for (String parameter : parts.subList(1, parts.size())) {
            int equals = parameter.indexOf('=');
            String name = (equals < 0 ? parameter : parameter.substring(0, equals)).strip();
            if (name.equalsIgnoreCase("q")) {
                quality = parseQuality(parameter.substring(equals + 1).strip());
            } else {
                // every text of this service has a charset
                hasParameters |= !name.isEmpty() && !name.equalsIgnoreCase("charset");
            }
        }
        return isMediaRange(type) && quality >= 0 ? new MediaRange(type, hasParameters, quality) : null;
    }

    /** Returns the weight, or -1 if it is not a decimal number from 0 to 1. */
    private static double parseQuality(String weight) {
        boolean decimal = !weight.isEmpty() && weight.length() <= 8 && !weight.equals(".")
                && weight.chars().allMatch(digit -> digit >= '0' && digit <= '9' || digit == '.')
                && weight.indexOf('.') == weight.lastIndexOf('.');
        double quality = decimal ? Double.parseDouble(weight) : -1;
        return quality <= 1 ? quality : -1;
    }

    private static boolean isMediaRange(String type) {
        int slash = type.indexOf('/');
        return slash > 0 && slash < type.length() - 1 && slash == type.lastIndexOf('/')
                && type.chars().allMatch(AcceptHeader::isTokenOrSlash)
                && (type.charAt(0) != '*' || type.equals(ALL))
                && (type.indexOf('*') < 0 || type.equals(ALL) || type.indexOf('*') == slash + 1 && type.endsWith("*"));
    }

    private static boolean isTokenOrSlash(int character) {
        return character >= 'a' && character <= 'z' || character >= '0' && character <= '9'
                || "/!#$%&'*+-.^_`|~".indexOf(character) >= 0;
    }

    /** Splits at separators outside of quoted strings, and removes optional white space around the parts. */
    private static List<String> split(String text, char separator) {
        List<String> parts = new ArrayList<>();
        boolean quoted = false;
        int start = 0;
        for (int i = 0; i < text.length(); i++) {
            char character = text.charAt(i);
            if (character == '"') {
                quoted = !quoted;
            } else if (quoted && character == '\\') {
                i++;
            } else if (character == separator && !quoted) {
                parts.add(text.substring(start, i).strip());
                start = i + 1;
            }
        }
        parts.add(text.substring(start).strip());
        return parts;
    }

    /** Whether the header is absent or contains no element. */
    boolean isBlank() {
        return blank;
    }

    /** Whether the header contains a valid element. */
    boolean isValid() {
        return !ranges.isEmpty();
    }

    /**
     * Returns the quality of a media type: that of the most specific range that matches it, 0 if none does, and 1 if the header
     * contains no valid range.
     *
     * @param type without parameters, in lower case
     */
    public double quality(String type) {
        if (ranges.isEmpty()) {
            return 1;
        }
        double quality = highest(type, false);
        quality = quality >= 0 ? quality : highest(type, true);
        quality = quality >= 0 ? quality : highest(type.substring(0, type.indexOf('/')) + "/*", false);
        quality = quality >= 0 ? quality : highest(ALL, false);
        return Math.max(0, quality);
    }

    private double highest(String type, boolean withParameters) {
        return ranges.stream().filter(range -> range.type().equals(type) && range.hasParameters() == withParameters)
                .mapToDouble(MediaRange::quality).filter(quality -> quality > 0 || !withParameters).max().orElse(-1);
    }

    /** Whether the client accepts {@code type} at least as much as {@code other}, and more, or names it. */
    boolean prefers(String type, String other) {
        double difference = quality(type) - quality(other);
        return difference > 0 || difference == 0 && ranges.stream().anyMatch(range -> range.type().equals(type));
    }

    /** Returns an equivalent header for a server that produces {@code types}: without wildcards, and without {@code q=0}. */
    String normalize(List<String> types) {
        String acceptable = types.stream().filter(type -> quality(type) > 0)
                .sorted(Comparator.comparingDouble(this::quality).reversed())
                .map(type -> quality(type) == 1 ? type : type + ";q=" + Math.max(0.001, quality(type)))
                .collect(Collectors.joining(","));
        return acceptable.isEmpty() ? NOTHING : acceptable;
    }

    /** The header as it was received; several lines are joined. */
    @Override
    public String toString() {
        return value;
    }
}
