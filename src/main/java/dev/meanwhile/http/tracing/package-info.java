/** Spans of HTTP requests. */
package dev.meanwhile.http.tracing;
