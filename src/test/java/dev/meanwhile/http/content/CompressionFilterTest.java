package dev.meanwhile.http.content;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.zip.GZIPInputStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;

@QuarkusTest
class CompressionFilterTest {

    @TestHTTPResource
    URI url;

    @TestHTTPResource(value = "/", management = true)
    URI managementUrl;

    @ParameterizedTest
    @ValueSource(strings = { "/", "/q/openapi", "/q/openapi?format=json", "/q/swagger-ui/index.html",
            "/q/swagger-ui/swagger-ui-bundle.js", "/meanwhile.css", "/q/metrics" })
    void compressesForClientsThatAcceptIt(String path) throws Exception {
        for (HttpClient.Version version : HttpClient.Version.values()) {
            HttpResponse<byte[]> compressed = send(version, "GET", path, "gzip");
            HttpResponse<byte[]> plain = send(version, "GET", path, "identity");

            assertThat(compressed.headers().firstValue("Content-Encoding")).as(version.toString()).hasValue("gzip");
            assertThat(new GZIPInputStream(new ByteArrayInputStream(compressed.body())).readAllBytes()).isNotEmpty();
            assertThat(plain.headers().firstValue("Content-Encoding")).isEmpty();
            assertThat(plain.body().length).isGreaterThan(compressed.body().length);
        }
    }

    /** Errors of the router, a filter and resource methods. */
    @ParameterizedTest
    @CsvSource({ "GET, /nope", "POST, /hello", "GET, /api/random?min=x", "GET, /throwing", "GET, /fetch?url=x" })
    void compressesErrorPages(String method, String path) throws Exception {
        for (HttpClient.Version version : HttpClient.Version.values()) {
            HttpResponse<byte[]> compressed = send(version, method, path, "gzip", "text/html");
            HttpResponse<byte[]> plain = send(version, method, path, "identity", "text/html");

            assertThat(compressed.statusCode()).isGreaterThanOrEqualTo(400).isEqualTo(plain.statusCode());
            assertThat(compressed.headers().firstValue("Content-Encoding")).as(version.toString()).hasValue("gzip");
            assertThat(new GZIPInputStream(new ByteArrayInputStream(compressed.body())).readAllBytes()).asString()
                    .contains("</html>");
            assertThat(plain.headers().firstValue("Content-Encoding")).isEmpty();
            assertThat(send(version, "HEAD", path, "gzip", "text/html").headers().firstValue("Content-Length")).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource({ "HEAD, /", "HEAD, /hello", "HEAD, /meanwhile.css", "HEAD, /q/openapi", "HEAD, /q/metrics", "HEAD, /q/health",
            "OPTIONS, /hello", "OPTIONS, /meanwhile.css", "GET, /q/swagger-ui", "GET, /hello", "GET, /q/health", "GET, /nope",
            "POST, /hello" })
    void identityIsNoContentEncoding(String method, String path) throws Exception {
        for (String accepted : new String[] { "gzip", "identity" }) {
            assertThat(send(HttpClient.Version.HTTP_1_1, method, path, accepted).headers().allValues("Content-Encoding"))
                    .doesNotContain("identity");
        }
        assertThat(send(HttpClient.Version.HTTP_2, method, path, "identity").headers().allValues("Content-Encoding")).isEmpty();
    }

    @Test
    void headHasNotTheLengthOfTheUncompressedBody() throws Exception {
        assertThat(send(HttpClient.Version.HTTP_1_1, "HEAD", "/meanwhile.css", "gzip").headers().firstValue("Content-Length"))
                .isEmpty();
        assertThat(
                send(HttpClient.Version.HTTP_1_1, "HEAD", "/meanwhile.css", "identity").headers().firstValue("Content-Length"))
                .isPresent();
    }

    private HttpResponse<byte[]> send(HttpClient.Version version, String method, String path, String accepted)
            throws IOException, InterruptedException {
        return send(version, method, path, accepted, "*/*");
    }

    private HttpResponse<byte[]> send(HttpClient.Version version, String method, String path, String accepted, String types)
            throws IOException, InterruptedException {
        boolean management = path.startsWith("/q/metrics") || path.startsWith("/q/health");
        HttpRequest request = HttpRequest.newBuilder((management ? managementUrl : url).resolve(path))
                .header("Accept-Encoding", accepted).header("Accept", types).method(method, BodyPublishers.noBody()).build();
        return HttpClient.newBuilder().version(version).build().send(request, BodyHandlers.ofByteArray());
    }
}
