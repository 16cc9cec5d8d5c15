/**
 * Handlers of log entries: the bounded console log off the event loops, and the end of the process when memory is exhausted.
 */
package dev.meanwhile.logging;
