package dev.meanwhile.web;

import io.quarkus.test.junit.QuarkusIntegrationTest;

@QuarkusIntegrationTest
class ErrorResponsesIT extends ErrorResponsesTest {
}
