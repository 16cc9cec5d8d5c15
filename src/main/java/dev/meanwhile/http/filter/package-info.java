/**
 * Filters that every request passes before its route. {@link dev.meanwhile.http.filter.FilterPriorities} has their
 * order.
 */
package dev.meanwhile.http.filter;
