/**
 * Filters that every request passes before its resource. {@link dev.meanwhile.http.filter.FilterPriorities} defines their
 * order. The static response headers are configured in {@code application.properties}.
 */
package dev.meanwhile.http.filter;
