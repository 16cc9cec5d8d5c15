/** Customizes the metrics of the HTTP servers. */
package dev.meanwhile.http.metrics;
