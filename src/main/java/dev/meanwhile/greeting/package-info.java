/** The plain-text greetings of the tutorial. */
package dev.meanwhile.greeting;
