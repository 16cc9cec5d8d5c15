/**
 * What the router of Vert.x cannot do, at the level of Netty channels: limits the number of connections, completes the
 * responses to requests that are rejected before the router, and corrects what HTTP/2 and forwarded headers claim.
 */
package dev.meanwhile.http.connection;
