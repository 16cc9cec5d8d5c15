/** The slow numeric API that the lab calls, and the client that calls it. */
package dev.meanwhile.lab.upstream;
