/**
 * Content negotiation, ranges, entity tags and content codings: which representation of a resource a response contains. Also
 * when the OpenAPI document is read.
 */
package dev.meanwhile.http.content;
