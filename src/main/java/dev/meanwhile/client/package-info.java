/**
 * Code that the HTTP clients of all features share: translation of exceptions, limits of response sizes and connections,
 * the codec that keeps requests and responses together, and timers on the event loop.
 */
package dev.meanwhile.client;
