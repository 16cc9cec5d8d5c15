/**
 * Handlers of Netty channels, for tasks that the router of Vert.x cannot do. They limit the number of connections, complete
 * the responses to requests that are rejected before the router, and correct HTTP/2 and forwarded headers.
 */
package dev.meanwhile.http.connection;
