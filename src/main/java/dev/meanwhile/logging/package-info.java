/** Writes the console log off the event loops, with a bound. */
package dev.meanwhile.logging;
