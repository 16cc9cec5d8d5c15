/** Corrections of the spans that Quarkus creates for HTTP requests. */
package dev.meanwhile.http.tracing;
