package dev.meanwhile.lab;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.Map;

import dev.meanwhile.lab.scenario.Mode;

/** The code of the modes as the page shows it, from {@code lab-snippets}. A mode without a file has no snippet. */
final class Snippets {

    static final Map<Mode, String> JAVA = read("java");
    static final Map<Mode, String> PYTHON = read("py");

    private Snippets() {
    }

    private static Map<Mode, String> read(String extension) {
        Map<Mode, String> snippets = new EnumMap<>(Mode.class);
        for (Mode mode : Mode.values()) {
            try (InputStream file = Snippets.class.getClassLoader()
                    .getResourceAsStream("lab-snippets/" + mode.title() + "." + extension)) {
                if (file != null) {
                    snippets.put(mode, new String(file.readAllBytes(), StandardCharsets.UTF_8).stripTrailing());
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return snippets;
    }
}
