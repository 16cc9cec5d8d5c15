package dev.meanwhile.home;

import io.quarkus.test.junit.QuarkusIntegrationTest;

@QuarkusIntegrationTest
class HomeResourceIT extends HomeResourceTest {
}
