package dev.meanwhile.lab;

/**
 * The end of a run.
 *
 * @param explanation what happened, in sentences made of its numbers
 * @param seconds what it all took, warm-up included
 */
record Done(String explanation, double seconds) implements RunEvent {
}
