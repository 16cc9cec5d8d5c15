package dev.meanwhile.web;

import jakarta.inject.Singleton;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.config.MeterFilter;

/**
 * Puts a port on the meters of an HTTP server, all but those of its requests, which never have one. Quarkus leaves it out where
 * the port is a random one, and Prometheus refuses meters that have it beside meters that do not: with one port fixed and the
 * other random, nothing would start.
 */
@Singleton
class PortTag implements MeterFilter {

    private static final String PORT = "server.port";
    private static final String SERVER = "http.server.";
    private static final String REQUESTS = "http.server.requests";

    @Override
    public Meter.Id map(Meter.Id id) {
        boolean lacksIt = id.getName().startsWith(SERVER) && !id.getName().equals(REQUESTS) && id.getTag(PORT) == null;
        return lacksIt ? id.withTag(Tag.of(PORT, "random")) : id;
    }
}
