package dev.meanwhile.fetch;

import io.quarkus.test.junit.QuarkusIntegrationTest;

@QuarkusIntegrationTest
class FetchResourceIT extends FetchResourceTest {
}
