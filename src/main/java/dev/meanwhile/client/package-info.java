/**
 * What the HTTP clients of all features share: translation of exceptions, the response size limit, the codec that keeps
 * requests and responses together, and timers on the event loop.
 */
package dev.meanwhile.client;
