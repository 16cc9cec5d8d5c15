package dev.meanwhile.lab;

/** Times as the lab reports them: milliseconds with two decimals. */
final class Millis {

    private Millis() {
    }

    static double ofNanos(long nanos) {
        return round(nanos / 1e6);
    }

    static double round(double value) {
        return Math.round(value * 100) / 100.0;
    }
}
