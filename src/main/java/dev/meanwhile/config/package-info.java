/**
 * Configuration as such: converters that check ranges, validation at startup, and interceptors. The configuration of
 * a feature belongs to the feature.
 */
package dev.meanwhile.config;
