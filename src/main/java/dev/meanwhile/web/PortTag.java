package dev.meanwhile.web;

import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

import io.micrometer.core.instrument.config.MeterFilter;

/**
 * Takes the port off the meters of the HTTP servers. Quarkus leaves it out where the port is a random one, and Prometheus
 * refuses meters that have it beside meters that do not: with one port fixed and the other random, nothing would start.
 */
final class PortTag {

    @Produces
    @Singleton
    static MeterFilter withoutPort() {
        return MeterFilter.ignoreTags("server.port");
    }
}
