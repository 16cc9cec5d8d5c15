package dev.meanwhile.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Set;
import java.util.TreeSet;

import org.junit.jupiter.api.Test;

import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;

/** Profiles of {@code application.properties}: a profile that is neither dev nor test behaves like production. */
class ProfilesTest {

    @Test
    void anyOtherProfileIsConfiguredAsProduction() throws IOException {
        SmallRyeConfig production = config("prod");
        SmallRyeConfig staging = config("staging");
        Set<String> names = new TreeSet<>();
        production.getPropertyNames().forEach(names::add);
        staging.getPropertyNames().forEach(names::add);

        assertThat(names).contains("quarkus.shutdown.delay")
                .allSatisfy(name -> assertThat(staging.getConfigValue(name).getRawValue())
                        .as(name).isEqualTo(production.getConfigValue(name).getRawValue()));
        assertThat(staging.getConfigValue("quarkus.log.console.json.enabled").getRawValue()).isEqualTo("true");
        assertThat(staging.getConfigValue("quarkus.shutdown.delay").getRawValue()).isEqualTo("5s");
    }

    private static SmallRyeConfig config(String profile) throws IOException {
        return new SmallRyeConfigBuilder().withProfile(profile).addDefaultInterceptors()
                .withSources(new PropertiesConfigSource(ProfilesTest.class.getResource("/application.properties"))).build();
    }
}
