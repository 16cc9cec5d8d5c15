package dev.meanwhile.ui;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class DevModeLinksTest {

    @Test
    void namesLabFetchPageAllowedOriginsAndCircuitBreaker() {
        assertThat(DevModeLinks.describe("http://localhost:8080/app", 9000, "http://localhost:8080")).isEqualTo("""
                Links:
                  Lab              http://localhost:8080/app/lab
                  Fetch            http://localhost:8080/app/fetch, allowed origins: http://localhost:8080
                  Circuit breaker  http://localhost:9000/q/metrics, ft_circuitbreaker_state_current
                  Dev UI           http://localhost:8080/app/q/dev-ui""");
    }
}
