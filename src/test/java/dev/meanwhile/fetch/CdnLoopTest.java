package dev.meanwhile.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CdnLoopTest {

    @ParameterizedTest
    @ValueSource(strings = { "meanwhile", "MEANWHILE", "Meanwhile;v=1", " meanwhile ; v=\"1, 2\"", "other,meanwhile",
            "a; b=c , meanwhile",
            ",meanwhile,", "a;b=\"c\\\"d,e\", meanwhile;x", "a;b=\"\", meanwhile", "a;b=\"\\\\\",meanwhile" })
    void recognizesThisService(String value) {
        assertThat(CdnLoop.namesThisService(List.of("other", value))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = { "", ",", "meanwhile2", "meanwhile.example", "meanwhile:8080", "a;meanwhile", "a;b=meanwhile",
            "a;b=\"c, meanwhile\"", "a;b=\"\\\", meanwhile, \"", "a meanwhile" })
    void doesNotConfuseThisServiceWithOthers(String value) {
        assertThat(CdnLoop.namesThisService(List.of(value, "other"))).isFalse();
    }

    @Test
    void acceptsARequestWithoutTheHeader() {
        assertThat(CdnLoop.namesThisService(List.of())).isFalse();
    }
}
