/** Content negotiation, ranges, entity tags and content codings: which representation of a resource a response contains. */
package dev.meanwhile.http.content;
