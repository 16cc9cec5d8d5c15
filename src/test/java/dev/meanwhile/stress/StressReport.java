package dev.meanwhile.stress;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** The rows of the README's table, as the run before has measured them. */
public final class StressReport {

    private static final Path FOLDER = Path.of("target", "stress");
    private static final StackWalker CALLER = StackWalker.getInstance(StackWalker.Option.RETAIN_CLASS_REFERENCE);

    private StressReport() {
    }

    /** Writes a row to a file named after the caller; the texts are one format, which {@code numbers} fill in. */
    public static void record(String what, String howOften, String outcome, Object... numbers) {
        String row = String.format(Locale.ROOT, "| " + what + " | " + howOften + " | " + outcome + " |%n", numbers);
        try {
            Files.createDirectories(FOLDER);
            Files.writeString(FOLDER.resolve(CALLER.getCallerClass().getSimpleName() + ".md"), row);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
