package dev.meanwhile.lab.summary;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import dev.meanwhile.lab.result.MeasuredMode;
import dev.meanwhile.lab.result.RunReport;
import dev.meanwhile.lab.result.Timeline;

/**
 * A run as plain text for a terminal: the headline, a table of the medians, a picture of the calls over time, and the notes.
 */
public final class TextReport {

    private static final String ROW = "%-11s%10s%10s%10s%10s%10s%11s%8s%8s\n";
    private static final int PICTURE_WIDTH = 60;
    private static final String LEVELS = "▁▂▃▄▅▆▇█";
    private static final char WAITING = '·';

    private TextReport() {
    }

    public static String of(RunReport report) {
        List<MeasuredMode> modes = report.modes().stream().filter(MeasuredMode.class::isInstance).map(MeasuredMode.class::cast)
                .sorted(Comparator.comparing(MeasuredMode::mode)).toList();
        StringBuilder text = new StringBuilder(report.done().headline()).append('\n');
        if (!modes.isEmpty()) {
            appendTable(text, modes);
            appendPicture(text, modes, report.timelines());
        }
        report.done().notes().forEach(note -> text.append(note).append('\n'));
        return text.toString();
    }

    private static void appendTable(StringBuilder text, List<MeasuredMode> modes) {
        text.append('\n')
                .append(row("mode", "p50 ms", "p95 ms", "p99 ms", "queued ms", "call ms", "in flight", "held", "errors"));
        modes.forEach(mode -> text.append(row(mode)));
        text.append('\n');
    }

    private static void appendPicture(StringBuilder text, List<MeasuredMode> modes, List<Timeline> all) {
        // the last repeat of each mode, in the order of the table
        List<Timeline> timelines = modes.stream().flatMap(mode -> all.stream()
                .filter(timeline -> timeline.mode() == mode.mode()).reduce((first, last) -> last).stream()).toList();
        double end = timelines.stream().mapToDouble(TextReport::end).max().orElse(1);
        int mostCalls = timelines.stream().flatMapToInt(timeline -> IntStream.of(timeline.inFlight())).max().orElse(1);
        timelines.forEach(timeline -> text.append(String.format(Locale.ROOT, "%-11s%s\n", timeline.mode().title(),
                picture(timeline, end, Math.max(1, mostCalls)))));
        text.append(String.format(Locale.ROOT, "%-11s0%" + (PICTURE_WIDTH - 1) + "s\n", "",
                number(end) + " ms, " + LEVELS.charAt(LEVELS.length() - 1) + " = " + mostCalls + " in flight"));
    }

    private static String row(MeasuredMode mode) {
        return row(mode.mode().title(), number(mode.p50().median()), number(mode.p95().median()),
                number(mode.p99().median()), number(mode.queued().median()), number(mode.calling().median()),
                oneDecimal(mode.inFlight().median()), oneDecimal(mode.held().median()), number(mode.errors().median()));
    }

    private static String row(Object... cells) {
        return String.format(Locale.ROOT, ROW, cells);
    }

    private static String picture(Timeline timeline, double end, int mostCalls) {
        return IntStream.range(0, PICTURE_WIDTH).mapToObj(column -> {
            int first = (int) Math.ceil(column * end / PICTURE_WIDTH / timeline.step());
            int last = Math.max(first + 1, (int) Math.ceil((column + 1) * end / PICTURE_WIDTH / timeline.step()));
            return String
                    .valueOf(block(most(timeline.inFlight(), first, last), most(timeline.waiting(), first, last), mostCalls));
        }).collect(Collectors.joining()).stripTrailing();
    }

    private static char block(int inFlight, int waiting, int mostCalls) {
        if (inFlight == 0) {
            return waiting == 0 ? ' ' : WAITING;
        }
        return LEVELS.charAt((int) Math.ceil((double) inFlight * LEVELS.length() / mostCalls) - 1);
    }

    private static int most(int[] samples, int first, int last) {
        return IntStream.range(Math.min(first, samples.length), Math.min(last, samples.length)).map(i -> samples[i]).max()
                .orElse(0);
    }

    private static double end(Timeline timeline) {
        return timeline.step() * (timeline.inFlight().length - 1);
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%,d", Math.round(value));
    }

    private static String oneDecimal(double value) {
        return String.format(Locale.ROOT, "%,.1f", value);
    }
}
