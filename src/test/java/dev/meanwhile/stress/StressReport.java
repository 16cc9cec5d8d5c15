package dev.meanwhile.stress;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** The rows of the README's table, as the run before has measured them. */
public final class StressReport {

    private static final Path REPORT_DIRECTORY = Path.of("target", "stress");
    private static final StackWalker STACK_WALKER = StackWalker.getInstance(StackWalker.Option.RETAIN_CLASS_REFERENCE);

    private StressReport() {
    }

    /** Writes a row to a file named after the caller; the texts are one format, which {@code values} fill in. */
    public static void record(String test, String load, String result, Object... values) {
        String row = String.format(Locale.ROOT, "| " + test + " | " + load + " | " + result + " |%n", values);
        try {
            Files.createDirectories(REPORT_DIRECTORY);
            Files.writeString(REPORT_DIRECTORY.resolve(STACK_WALKER.getCallerClass().getSimpleName() + ".md"), row);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
