/**
 * Filters that every request passes before its resource. {@link dev.meanwhile.http.filter.RequestPipeline} defines their
 * order. {@link dev.meanwhile.http.filter.SecurityHeadersFilter} adds the headers of all responses.
 */
package dev.meanwhile.http.filter;
