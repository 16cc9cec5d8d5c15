/**
 * The HTTP side of the lab: page, run resource, query parameters, configuration, and the service that allows one run
 * at a time.
 */
package dev.meanwhile.lab;
