/**
 * The numeric API and its client: resource, service, REST client, and the client that adds timeout, retries and
 * circuit breaker.
 */
package dev.meanwhile.number;
