package dev.meanwhile.ui;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Locale.LanguageRange;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import io.quarkus.qute.i18n.Localized;
import io.quarkus.qute.i18n.MessageBundles;

/** Chooses the language of a response: the parameter {@code lang} first, then {@code Accept-Language}, English otherwise. */
public final class Language {

    /** The languages of the message bundles. The first one is the default. */
    public static final List<Locale> SUPPORTED = List.of(Locale.ENGLISH, Locale.CHINESE);

    // The JDK compares each range with all previous ones. A long header would occupy the event loop for milliseconds.
    private static final int MAX_HEADER_LENGTH = 500;

    // Browsers send few different values. The limits bound the memory that values of other clients can occupy.
    private static final int MAX_CACHED_LENGTH = 100;
    private static final int MAX_CACHED = 200;
    private static final Map<String, Locale> CACHE = new ConcurrentHashMap<>();
    // The value of the cache for ranges without a supported language.
    private static final Locale NONE = Locale.ROOT;

    private Language() {
    }

    /**
     * @param langParam language tag such as {@code zh} or {@code zh-CN}; null, unsupported and malformed values are ignored
     * @param acceptLanguage header value (RFC 9110 12.5.4); null, unsupported and malformed values are ignored
     * @return an element of {@link #SUPPORTED}, found by lookup (RFC 4647 3.4)
     */
    public static Locale of(String langParam, String acceptLanguage) {
        Locale requested = lookup(langParam);
        if (requested == null) {
            requested = lookup(acceptLanguage);
        }
        return requested == null ? SUPPORTED.get(0) : requested;
    }

    /**
     * Returns the texts of a message bundle.
     *
     * @param bundle interface with {@code @MessageBundle}
     * @param language an element of {@link #SUPPORTED}
     */
    public static <T> T messages(Class<T> bundle, Locale language) {
        return SUPPORTED.get(0).equals(language) ? MessageBundles.get(bundle)
                : MessageBundles.get(bundle, Localized.Literal.of(language.toLanguageTag()));
    }

    /** Returns the element of {@link #SUPPORTED} that the ranges prefer, or null. */
    static Locale lookup(String ranges) {
        if (ranges == null || ranges.length() > MAX_HEADER_LENGTH) {
            return null;
        }
        Locale found = CACHE.get(ranges);
        if (found == null) {
            found = Locale.lookup(parse(ranges), SUPPORTED);
            found = found == null ? NONE : found;
            if (ranges.length() <= MAX_CACHED_LENGTH && CACHE.size() < MAX_CACHED) {
                CACHE.put(ranges, found);
            }
        }
        return found == NONE ? null : found;
    }

    /** Returns the ranges by descending weight, without the malformed ones. */
    private static List<LanguageRange> parse(String ranges) {
        List<LanguageRange> parsed = new ArrayList<>();
        for (String range : ranges.split(",")) {
            try {
                parsed.addAll(LanguageRange.parse(range));
            } catch (IllegalArgumentException malformed) {
                // The other ranges of the list are still valid.
            }
        }
        parsed.sort(Comparator.comparingDouble(LanguageRange::getWeight).reversed());
        return parsed;
    }
}
