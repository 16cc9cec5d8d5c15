package dev.meanwhile;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Configuration with which the packaged application does not start. */
class InvalidConfigIT {

    @Execution(ExecutionMode.CONCURRENT)
    @ParameterizedTest
    @CsvSource({
            "quarkus.rest-client.number-api.url, nonsense",
            "quarkus.rest-client.number-api.url, ftp://localhost",
            "quarkus.rest-client.number-api.url, http://localhost:99999",
            "quarkus.rest-client.number-api.url, http://not a host",
            "quarkus.rest-client.number-api.connection-pool-size, 0",
            "quarkus.rest-client.number-api.read-timeout, -1",
            "quarkus.rest-client.lab-upstream.url, nonsense",
            "meanwhile.number.call-timeout, soon",
            "meanwhile.number.call-timeout, 0s",
            "meanwhile.number.call-timeout, ''",
            "meanwhile.number.retry.max-retries, 11",
            "meanwhile.number.circuit-breaker.failure-ratio, 2",
            "meanwhile.rest-client.max-response-size, lots",
            "meanwhile.rest-client.max-response-size, 0",
            "meanwhile.fetch.max-response-size, 2G",
            "meanwhile.fetch.max-response-size, ''",
            "meanwhile.lab.max-run-duration, 0s",
            "meanwhile.lab.enabled, perhaps",
            "quarkus.http.port, 99999",
            "meanwhile.http.idle-timeout, 0s",
            "meanwhile.http.request-timeout, soon",
            "meanwhile.fetch.allowed-origins, http://localhost/path",
            "meanwhile.fetch.connect-timeout, 25d",
            "meanwhile.ui.source-url, javascript:alert(1)",
            "meanwhile.ui.source-url, example.org/source",
            "quarkus.http.ssl-port, 99999",
            "quarkus.http.limits.max-concurrent-streams, 0",
            "quarkus.http.limits.max-concurrent-streams, -1",
            "quarkus.shutdown.delay, -5s",
            "quarkus.shutdown.timeout, -1s",
            "meanwhile.fetch.max-concurrent-requests, 0",
            "quarkus.rest-client.number-api.url, http://number_api:8080",
            // an expression without a value
            "'meanwhile.fetch.allowed-origins', 'https://a.example,${NOPE}'",
            "meanwhile.fetch.max-response-size, '${NOPE}'",
            "meanwhile.lab.enabled, '${NOPE}'",
            "quarkus.http.proxy.trusted-proxies, '${NOPE}'",
            "quarkus.http.proxy.trusted-proxies, '10.0.0.1,${A:${NOPE}}'",
            "quarkus.rest-client.number-api.url, 'http://${NOPE}:8080'",
            "quarkus.http.ssl.certificate.files, '${NOPE}'",
            // no such property
            "meanwhile.numer.deadline, 1s",
            "meanwhile.fetch.max-byte, 2M",
            "quarkus.rest-client.numberapi.url, http://localhost" })
    void invalidValueStopsStartupAndNamesItsProperty(String property, String value) {
        try (PackagedApp app = PackagedApp.launch(property + "=" + value)) {
            assertThat(app.exitStatus()).isNotZero();
            assertThat(app.log()).doesNotContain("\tat ").containsOnlyOnce(property);
        }
    }

    @Execution(ExecutionMode.CONCURRENT)
    @ParameterizedTest
    @CsvSource({
            "MEANWHILE_FETCH_MAX_BYTE, 2M, MEANWHILE_FETCH_MAX_BYTE",
            "MEANWHILE_NUMER_DEADLINE, 1s, MEANWHILE_NUMER_DEADLINE",
            "QUARKUS_REST_CLIENT_NUMBERAPI_URL, http://localhost, QUARKUS_REST_CLIENT_NUMBERAPI_URL",
            "MEANWHILE_FETCH_ALLOWED_ORIGINS, 'https://a.example,${NOPE}', meanwhile.fetch.allowed-origins",
            "QUARKUS_HTTP_PROXY_TRUSTED_PROXIES, '${NOPE}', quarkus.http.proxy.trusted-proxies" })
    void invalidEnvironmentVariableStopsStartupAndIsNamed(String variable, String value, String name) {
        try (PackagedApp app = PackagedApp.launch(Map.of(variable, value))) {
            assertThat(app.exitStatus()).isNotZero();
            assertThat(app.log()).doesNotContain("\tat ").containsOnlyOnce(name);
        }
    }

    @Execution(ExecutionMode.CONCURRENT)
    @ParameterizedTest
    @CsvSource({ "quarkus.otel.exporter.otlp.endpoint, localhost:4317", "otel.exporter.otlp.endpoint, localhost:4317",
            "otel.exporter.otlp.endpoint, http:localhost", "otel.exporter.otlp.endpoint, http://a b",
            "otel.exporter.otlp.endpoint, http://localhost:99999", "otel.exporter.otlp.endpoint, http://otel_collector:4317",
            "otel.exporter.otlp.endpoint, http://[::1:4317", "quarkus.otel.exporter.otlp.traces.endpoint, localhost" })
    void otlpEndpointThatIsNoUrlStopsStartupWithOneSentence(String property, String value) {
        try (PackagedApp app = PackagedApp.launch(property + "=" + value)) {
            assertThat(app.exitStatus()).isNotZero();
            assertThat(app.log()).doesNotContain("\tat ").doesNotContain("stackTrace")
                    .containsOnlyOnce("must be an http or https URL, such as http://localhost:4317, whose host has no "
                            + "underscore, but is '" + value + "'");
        }
    }

    @Execution(ExecutionMode.CONCURRENT)
    @Test
    void invalidNumberNamesTheRange() {
        try (PackagedApp app = PackagedApp.launch("meanwhile.number.circuit-breaker.failure-ratio=50%")) {
            assertThat(app.exitStatus()).isNotZero();
            assertThat(app.log()).contains("from 0.01 to 1");
        }
    }

    @Execution(ExecutionMode.CONCURRENT)
    @Test
    void samePortForManagementStopsStartup() {
        try (PackagedApp app = PackagedApp.launch("quarkus.http.port=8081", "quarkus.management.port=8081")) {
            assertThat(app.exitStatus()).isNotZero();
            assertThat(app.log()).contains("quarkus.management.port and quarkus.http.port must differ, but both are 8081");
        }
    }
}
