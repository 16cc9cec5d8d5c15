/**
 * Everything that turns an exception or a failed route into an error response, and the OpenAPI description of these
 * responses.
 */
package dev.meanwhile.http.error;
