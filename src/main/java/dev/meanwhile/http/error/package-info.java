/**
 * Turns exceptions and failed routes into error responses, and describes them in the OpenAPI document. Knows no path of any
 * feature.
 */
package dev.meanwhile.http.error;
