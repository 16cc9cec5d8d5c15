package dev.meanwhile.lab;

import jakarta.enterprise.event.Observes;
import jakarta.inject.Named;
import jakarta.inject.Singleton;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.ext.web.RoutingContext;

/** Hides the lab where {@link LabConfig} says so: its routes here, and its link on every page. */
@Named("lab")
@Singleton
public class LabSwitch {

    private static final int BEFORE_THE_ROUTES = 500;

    private final boolean enabled;

    LabSwitch(LabConfig config) {
        this.enabled = config.enabled();
    }

    public boolean enabled() {
        return enabled;
    }

    void register(@Observes Filters filters) {
        if (!enabled) {
            filters.register(LabSwitch::hide, BEFORE_THE_ROUTES);
        }
    }

    private static void hide(RoutingContext context) {
        if (context.normalizedPath().matches("/lab(/.*)?")) {
            context.fail(404);
        } else {
            context.next();
        }
    }
}
