/**
 * The types that all features share: the JSON envelope and the exceptions that become HTTP errors. Imports no other
 * package of this project.
 */
package dev.meanwhile.api;
