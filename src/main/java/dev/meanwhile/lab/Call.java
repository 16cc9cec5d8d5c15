package dev.meanwhile.lab;

/**
 * One call, as it went.
 *
 * @param queued when it could have begun, in milliseconds from the mode's start, as {@code started} and {@code done}
 * @param started when its thread or event loop took it up
 * @param done when its outcome was known
 * @param thread the platform thread, virtual thread or event loop that took it up
 */
record Call(Mode mode, int repeat, int user, int call, double queued, double started, double done, String thread,
        boolean virtual, Outcome outcome) implements RunEvent {

    double waited() {
        return started - queued;
    }

    double called() {
        return done - started;
    }
}
