package dev.meanwhile.ui;

import java.util.ArrayList;
import java.util.List;

import io.quarkus.qute.TemplateExtension;

/**
 * Finds where a line may break within a URL or JSON, which have no spaces. Templates write {@code <wbr>} between the parts. A
 * word breaks only if it is longer than the line.
 */
final class LineBreaks {

    private static final String BREAK_AFTER = "/?&,{[";

    private LineBreaks() {
    }

    /** Returns the parts of the text. A URL has a part for each segment and parameter, JSON for each name and value. */
    @TemplateExtension
    static List<String> breakable(String text) {
        List<String> parts = new ArrayList<>();
        int start = 0;
        for (int i = 1; i < text.length(); i++) {
            if (mayBreakBefore(text, i)) {
                parts.add(text.substring(start, i));
                start = i;
            }
        }
        parts.add(text.substring(start));
        return parts;
    }

    private static boolean mayBreakBefore(String text, int index) {
        char previous = text.charAt(index - 1);
        if (previous == ':') {
            // after the name of a JSON member
            return index > 1 && text.charAt(index - 2) == '"';
        }
        boolean withinScheme = previous == '/' && (text.charAt(index) == '/' || index > 1 && text.charAt(index - 2) == '/');
        return BREAK_AFTER.indexOf(previous) >= 0 && !withinScheme;
    }
}
