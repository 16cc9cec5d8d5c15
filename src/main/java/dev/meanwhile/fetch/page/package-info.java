/** The page of {@code /fetch} and {@code /gather} for browsers: a form, and the results of its URLs. */
package dev.meanwhile.fetch.page;
