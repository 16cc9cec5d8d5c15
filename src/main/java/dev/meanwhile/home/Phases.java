package dev.meanwhile.home;

import java.time.Duration;

import dev.meanwhile.client.CallTimings;

/**
 * Durations of the phases of a page view, in nanoseconds. The sum of the first three is the duration of the call.
 *
 * @param connect from the start of the call of the numeric API until its last attempt got a connection
 * @param waiting from the connection until the headers of the response arrived
 * @param receive from the headers until the response was complete and parsed
 * @param render from the parsed response until the page was rendered; these durations are filled in afterwards
 */
record Phases(long connect, long waiting, long receive, long render) {

    private static final long MICRO = 1_000;
    private static final long MILLI = 1_000_000;

    /**
     * @param call the duration of the call, which ended at {@code received}
     * @param received {@link System#nanoTime} at which the response was complete
     * @param rendered {@link System#nanoTime} at which the page was rendered, without these durations
     */
    static Phases of(CallTimings timings, Duration call, long received, long rendered) {
        return new Phases(Math.max(0, timings.connected() - received + call.toNanos()),
                timings.responded() - timings.connected(),
                received - timings.responded(), rendered - received);
    }

    // --- the bar: positions and widths in microseconds

    public long totalMicros() {
        return renderStart() + render / MICRO;
    }

    public long connectMicros() {
        return connect / MICRO;
    }

    public long waitingMicros() {
        return waiting / MICRO;
    }

    public long receiveMicros() {
        return receive / MICRO;
    }

    public long renderMicros() {
        return render / MICRO;
    }

    public long receiveStart() {
        return connectMicros() + waitingMicros();
    }

    public long renderStart() {
        return receiveStart() + receiveMicros();
    }

    // --- the heading and the legend

    public String totalTime() {
        return format(connect + waiting + receive + render);
    }

    public String connectTime() {
        return format(connect);
    }

    public String waitingTime() {
        return format(waiting);
    }

    public String receiveTime() {
        return format(receive);
    }

    public String renderTime() {
        return format(render);
    }

    /**
     * Formats a duration as milliseconds, such as {@code 1.3 ms} or {@code 0.04 ms}: with one decimal, and with two below one
     * millisecond. {@code String.format} would take longer than the phase {@code receive}.
     */
    static String format(long nanos) {
        return nanos < MILLI ? decimal((nanos + 5 * MICRO) / (10 * MICRO), 2)
                : decimal((nanos + 50 * MICRO) / (100 * MICRO), 1);
    }

    private static String decimal(long value, int decimals) {
        long unit = decimals == 1 ? 10 : 100;
        String fraction = String.valueOf(unit + value % unit).substring(1);
        return value / unit + "." + fraction + " ms";
    }
}
