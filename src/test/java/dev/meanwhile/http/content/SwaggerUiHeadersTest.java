package dev.meanwhile.http.content;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SwaggerUiHeadersTest {

    // printf %s 'go("/app/q/openapi")' | openssl dgst -sha256 -binary | base64
    private static final String HASH = "'sha256-qk0El9n9avl/3LBj9grDYZK49TaKzWGRT6aaUG4XFZ8='";

    @Test
    void allowsTheInlineScriptsOfThePageOnly() {
        String policy = SwaggerUiHeaders.policy("""
                <script src="swagger-ui-bundle.js" charset="UTF-8"></script>
                <script>go("/app/q/openapi")</script>
                <script defer>
                later()
                </script>""");

        assertThat(policy).startsWith("default-src 'none'; ").doesNotContain("unsafe")
                .endsWith("script-src 'self' " + HASH + " 'sha256-8YBCUnRjgBAR827fgSDOaZ3qDcWaT4arRzt5/pD5y5U='");
    }

    @Test
    void allowsNoInlineScriptWithoutAPage() {
        assertThat(SwaggerUiHeaders.policy("")).endsWith("script-src 'self'");
    }
}
