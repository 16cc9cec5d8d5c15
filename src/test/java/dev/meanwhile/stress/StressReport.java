package dev.meanwhile.stress;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Locale;

/** Writes the results of the stress tests as rows of a Markdown table. */
public final class StressReport {

    private static final Path REPORT_DIRECTORY = Path.of("target", "stress");
    private static final StackWalker STACK_WALKER = StackWalker.getInstance(StackWalker.Option.RETAIN_CLASS_REFERENCE);

    private StressReport() {
    }

    /**
     * Adds one row to {@code target/stress/<calling class>.md}.
     *
     * @param test load or fault under test
     * @param load amount of load
     * @param result observed result
     * @param values arguments of the format specifiers in the three texts, in order
     */
    public static void record(String test, String load, String result, Object... values) {
        String row = String.format(Locale.ROOT, "| " + test + " | " + load + " | " + result + " |%n", values);
        try {
            Files.createDirectories(REPORT_DIRECTORY);
            Files.writeString(REPORT_DIRECTORY.resolve(STACK_WALKER.getCallerClass().getSimpleName() + ".md"), row,
                    StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
