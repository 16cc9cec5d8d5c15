package dev.meanwhile.home;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

import dev.meanwhile.number.NumberResponse;
import io.vertx.core.buffer.Buffer;

/**
 * A rendered home page with placeholders, whose bytes are used for many requests. The template is not rendered for each
 * request, because rendering takes more CPU time than filling in the values.
 */
final class HomePage {

    // Only durations of years are longer; then the buffer grows.
    private static final int MAX_VALUE_LENGTH = 24;

    /** Bytes of the page up to a value, and the value. */
    private record Part(byte[] before, PageValue value) {
    }

    private final List<Part> parts = new ArrayList<>();
    private final byte[] end;
    private final int maxLength;

    /** @param rendered the page with the placeholders of {@link PageValue} */
    HomePage(String rendered) {
        int start = 0;
        for (int i = 0; i < rendered.length(); i++) {
            PageValue value = PageValue.ofPlaceholder(rendered.charAt(i));
            if (value != null) {
                parts.add(new Part(rendered.substring(start, i).getBytes(StandardCharsets.UTF_8), value));
                start = i + 1;
            }
        }
        this.end = rendered.substring(start).getBytes(StandardCharsets.UTF_8);
        this.maxLength = end.length + parts.stream().mapToInt(part -> part.before().length + MAX_VALUE_LENGTH).sum();
    }

    /**
     * Returns the page with the values of one request, in UTF-8.
     *
     * @param phases may be null if the page has no phases
     */
    Buffer fill(NumberResponse response, Phases phases) {
        Buffer page = Buffer.buffer(maxLength);
        for (Part part : parts) {
            page.appendBytes(part.before()).appendString(part.value().of(response, phases));
        }
        return page.appendBytes(end);
    }
}
