/** The home page, which requests a number from the numeric API over HTTP. */
package dev.meanwhile.home;
