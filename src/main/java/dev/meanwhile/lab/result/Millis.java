package dev.meanwhile.lab.result;

/** Times as the lab reports them: milliseconds with two decimals. */
public final class Millis {

    private Millis() {
    }

    public static double ofNanos(long nanos) {
        return round(nanos / 1e6);
    }

    public static double round(double value) {
        return Math.round(value * 100) / 100.0;
    }
}
