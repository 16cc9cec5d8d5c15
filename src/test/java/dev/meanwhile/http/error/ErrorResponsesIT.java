package dev.meanwhile.http.error;

import io.quarkus.test.junit.QuarkusIntegrationTest;

@QuarkusIntegrationTest
class ErrorResponsesIT extends ErrorResponsesTest {
}
