package dev.meanwhile.ui;

import java.util.Locale;

import jakarta.enterprise.event.ObservesAsync;

import org.eclipse.microprofile.config.Config;
import org.jboss.logging.Logger;

import io.quarkus.arc.profile.IfBuildProfile;
import io.quarkus.vertx.http.HttpServerStart;

/**
 * Logs the URLs that a developer needs when dev mode starts. A card of the Dev UI would show them in one place, but only an
 * extension with a deployment module can add one, and this build has one module.
 */
@IfBuildProfile("dev")
final class DevModeLinks {

    private static final Logger LOG = Logger.getLogger(DevModeLinks.class);

    void onStart(@ObservesAsync HttpServerStart started, Config config) {
        LOG.info(describe(config.getValue("meanwhile.self-url", String.class),
                config.getOptionalValue("quarkus.management.port", Integer.class).orElse(9000),
                config.getOptionalValue("meanwhile.fetch.allowed-origins", String.class).orElse("this service")));
    }

    static String describe(String url, int managementPort, String allowedOrigins) {
        return String.format(Locale.ROOT, """
                Links:
                  Lab              %1$s/lab
                  Fetch            %1$s/fetch, allowed origins: %3$s
                  Circuit breaker  http://localhost:%2$s/q/metrics, ft_circuitbreaker_state_current
                  Dev UI           %1$s/q/dev-ui""", url, managementPort, allowedOrigins);
    }
}
