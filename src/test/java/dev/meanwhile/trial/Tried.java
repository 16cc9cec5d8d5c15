package dev.meanwhile.trial;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** The rows of the README's table, as the run before has measured them. */
final class Tried {

    private static final Path FOLDER = Path.of("target", "trial");

    private Tried() {
    }

    /** Writes a row of what was tried, how often, and what came of it; the last two in one format with {@code numbers}. */
    static void record(String what, String howOften, String outcome, Object... numbers) {
        String row = String.format(Locale.ROOT, "| " + what + " | " + howOften + " | " + outcome + " |%n", numbers);
        try {
            Files.createDirectories(FOLDER);
            Files.writeString(FOLDER.resolve(Integer.toHexString(what.hashCode()) + ".md"), row);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
