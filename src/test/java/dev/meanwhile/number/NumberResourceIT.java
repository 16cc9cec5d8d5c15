package dev.meanwhile.number;

import io.quarkus.test.junit.QuarkusIntegrationTest;

@QuarkusIntegrationTest
class NumberResourceIT extends NumberResourceTest {
}
