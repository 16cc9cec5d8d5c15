package dev.meanwhile.ui;

import java.util.List;
import java.util.Locale;

/** Chooses the language of a response: the parameter {@code lang} first, then {@code Accept-Language}, English otherwise. */
public final class Language {

    /** The languages of the message bundles. The first one is the default. */
    public static final List<Locale> SUPPORTED = List.of(Locale.ENGLISH, Locale.CHINESE);

    // The JDK compares each range with all previous ones. A long header would occupy the event loop for milliseconds.
    private static final int MAX_HEADER_LENGTH = 500;

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

    private static Locale lookup(String ranges) {
        if (ranges == null || ranges.isBlank() || ranges.length() > MAX_HEADER_LENGTH) {
            return null;
        }
        try {
            return Locale.lookup(Locale.LanguageRange.parse(ranges), SUPPORTED);
        } catch (IllegalArgumentException malformed) {
            return null;
        }
    }
}
