package dev.meanwhile.http.health;

import jakarta.inject.Singleton;

import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

import io.quarkus.runtime.Application;

/**
 * Keeps the service not ready until it has started completely. The management port responds earlier than the public ports, in
 * particular before the HTTPS port listens.
 */
@Readiness
@Singleton
class StartedHealthCheck implements HealthCheck {

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("All ports listen").status(Application.currentApplication().isStarted()).build();
    }
}
