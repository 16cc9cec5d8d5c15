package dev.meanwhile.lab;

import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.core.UriInfo;

import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/** Makes the lab's routes disappear where {@link LabConfig} says so. */
class LabSwitch {

    private final LabConfig config;

    LabSwitch(LabConfig config) {
        this.config = config;
    }

    @ServerRequestFilter
    void check(UriInfo address) {
        if (!config.enabled() && address.getPath().matches("/lab(/.*)?")) {
            throw new NotFoundException();
        }
    }
}
