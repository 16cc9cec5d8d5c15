/**
 * Handlers of Netty channels, for tasks that the router of Vert.x cannot do. They limit the number of connections, complete
 * the responses to requests that are rejected before the router, correct HTTP/2 and forwarded headers, and bypass the
 * compression handler.
 */
package dev.meanwhile.http.connection;
