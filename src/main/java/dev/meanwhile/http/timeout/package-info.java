/** Closes connections of idle and slow clients, at the level of Netty channels. */
package dev.meanwhile.http.timeout;
