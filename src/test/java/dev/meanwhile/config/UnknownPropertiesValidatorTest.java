package dev.meanwhile.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

import org.eclipse.microprofile.config.spi.ConfigSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.ConfigMappings.ConfigClass;
import io.smallrye.config.EnvConfigSource;
import io.smallrye.config.PropertiesConfigSource;

class UnknownPropertiesValidatorTest {

    @Test
    void listsAllPropertiesOfTheConfigurationInterfaces() {
        Set<String> names = new ClassFileImporter().withImportOption(new DoNotIncludeTests()).importPackages("dev.meanwhile")
                .stream().filter(type -> type.isAnnotatedWith(ConfigMapping.class)).map(JavaClass::reflect)
                .flatMap(type -> ConfigClass.configClass(type).getProperties().keySet().stream())
                .map(name -> name.replace("[*]", ""))
                .filter(name -> !name.endsWith(".retry") && !name.endsWith(".circuit-breaker"))
                .collect(Collectors.toCollection(TreeSet::new));
        names.add("meanwhile.content-security-policy");

        assertThat(UnknownPropertiesValidator.NAMES).containsExactlyInAnyOrderElementsOf(names);
    }

    @ParameterizedTest
    @ValueSource(strings = { "meanwhile.numer.deadline", "meanwhile.numer.call-timeout", "meanwhile.number", "meanwhile.x",
            "meanwhile.fetch.max-byte", "meanwhile.rest.client.max-response-size", "meanwhile.fetch.max.response.size",
            "meanwhile.fetch.allowed-origin[0]", "%dev.meanwhile.lab.enable", "%prod.meanwhile.labs.enabled", "meanwhile.port",
            "quarkus.rest-client.numberapi.url", "quarkus.rest-client.\"number_api\".url",
            "quarkus.rest-client.lab.read-timeout",
            "%dev.quarkus.rest-client.number-apis.url", "quarkus.rest-client.\"dev.meanwhile.number.NumberClient\".url" })
    void rejectsUnknownProperties(String name) {
        assertThat(unknown(properties(name))).containsExactly(name);
    }

    @ParameterizedTest
    @ValueSource(strings = { "meanwhile.lab.enabled", "%dev.meanwhile.lab.enabled", "meanwhile.fetch.allowed-origins[12]",
            "meanwhile.number.deadline", "%prod.meanwhile.fetch.max-bytes", "meanwhile", "meanwhiles.x", "quarkus.http.port",
            "quarkus.rest-client.number-api.url", "quarkus.rest-client.\"number-api\".url", "quarkus.rest-client.read-timeout",
            "quarkus.rest-client.user-agent", "quarkus.rest-client.logging.scope", "%dev.quarkus.rest-client.lab-upstream.url",
            "quarkus.rest-client.\"dev.meanwhile.number.NumberRestClient\".url", "quarkus.rest-client.headers.x",
            "quarkus.rest-client.NumberRestClient.url" })
    void acceptsKnownProperties(String name) {
        assertThat(unknown(properties(name))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = { "MEANWHILE_FETCH_MAX_BYTE", "MEANWHILE_NUMER_DEADLINE", "MEANWHILE_FETCH_MAX_RESPONSE_SIZES",
            "MEANWHILE_X", "_PROD_MEANWHILE_LAB_ENABLE", "MEANWHILE_FETCH_ALLOWED_ORIGIN_0_",
            "QUARKUS_REST_CLIENT_NUMBERAPI_URL", "QUARKUS_REST_CLIENT_NUMBER_APIS_URI", "_DEV_QUARKUS_REST_CLIENT_LAB_URL" })
    void rejectsUnknownVariables(String name) {
        assertThat(unknown(variables(name))).containsExactly(name);
    }

    @ParameterizedTest
    @ValueSource(strings = { "meanwhile_fetch_max_byte", "meanwhile.numer.deadline" })
    void rejectsUnknownVariablesInOtherSpellings(String name) {
        assertThat(unknown(variables(name))).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = { "MEANWHILE_FETCH_MAX_RESPONSE_SIZE", "meanwhile_lab_enabled", "MEANWHILE_FETCH_ALLOWED_ORIGINS_0_",
            "_PROD_MEANWHILE_LAB_ENABLED", "MEANWHILE_NUMBER_DEADLINE", "MEANWHILE_CLIENTS_IDLE_TIMEOUT", "MEANWHILE", "PATH",
            "QUARKUS_HTTP_PORT", "QUARKUS_REST_CLIENT_NUMBER_API_URL", "QUARKUS_REST_CLIENT__NUMBER_API__URL",
            "QUARKUS_REST_CLIENT_LAB_UPSTREAM_URL", "QUARKUS_REST_CLIENT_READ_TIMEOUT",
            "_DEV_QUARKUS_REST_CLIENT_NUMBER_API_URL",
            "QUARKUS_REST_CLIENT__DEV_MEANWHILE_NUMBER_NUMBERRESTCLIENT__URL",
            // variables that Kubernetes sets for Services
            "MEANWHILE_PORT", "MEANWHILE_SERVICE_HOST", "MEANWHILE_SERVICE_PORT", "MEANWHILE_SERVICE_PORT_HTTP",
            "MEANWHILE_SERVICE_PORT_HTTP_MANAGEMENT", "MEANWHILE_PORT_8080_TCP", "MEANWHILE_PORT_8080_TCP_PROTO",
            "MEANWHILE_PORT_8080_TCP_PORT", "MEANWHILE_PORT_8080_TCP_ADDR", "MEANWHILE_PORT_53_UDP_ADDR",
            "MEANWHILE_MANAGEMENT_SERVICE_HOST", "MEANWHILE_2_PORT_9000_TCP" })
    void acceptsKnownVariables(String name) {
        assertThat(unknown(variables(name))).isEmpty();
    }

    private static Set<String> unknown(ConfigSource source) {
        return UnknownPropertiesValidator.unknownNames(List.of(source));
    }

    private static ConfigSource properties(String name) {
        return new PropertiesConfigSource(Map.of(name, "x"), "test", 400);
    }

    private static ConfigSource variables(String name) {
        return new EnvConfigSource(Map.of(name, "x"), 300);
    }
}
