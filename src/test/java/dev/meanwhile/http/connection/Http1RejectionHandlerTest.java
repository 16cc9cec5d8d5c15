package dev.meanwhile.http.connection;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.compression.StandardCompressionOptions;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpContentCompressor;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;

/** Tests the completion of responses that Vert.x sends itself, such as to a path outside of the root path. */
class Http1RejectionHandlerTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "400 | The request is malformed.",
            "404 | There is no resource at /outside.",
            "405 | GET is not allowed.",
            "406 | Not Acceptable",
            "413 | The request body must be at most",
            "500 | Internal server error.",
            "503 | This instance is shutting down." })
    void replacesBodyWithAndWithoutCompression(int status, String message) {
        for (String encoding : new String[] { "", "gzip", "identity", "gzip, deflate, br" }) {
            FullHttpResponse response = reject(status, encoding);

            assertThat(response.status().code()).isEqualTo(status);
            assertThat(response.headers().get("X-Request-Id")).isNotBlank();
            assertThat(response.headers().get("Content-Type")).startsWith("application/json");
            assertThat(response.headers().contains(HttpHeaderNames.CONTENT_ENCODING)).isFalse();
            assertThat(response.content().toString(StandardCharsets.UTF_8)).startsWith("{\"success\":false")
                    .contains(message);
            assertThat(response.headers().getInt(HttpHeaderNames.CONTENT_LENGTH))
                    .isEqualTo(response.content().readableBytes());
            response.release();
        }
    }

    private static FullHttpResponse reject(int status, String acceptEncoding) {
        EmbeddedChannel channel = new EmbeddedChannel();
        channel.pipeline()
                .addLast(new Http1RejectionHandler(false, ForwardedHeaders.IGNORED, new UnfinishedRequestHandler()))
                .addLast("compressor",
                        new HttpContentCompressor(StandardCompressionOptions.gzip(), StandardCompressionOptions.deflate()));
        CompressionBypass.install(channel.pipeline());
        DefaultFullHttpRequest request = new DefaultFullHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.GET, "/outside?x=1");
        if (!acceptEncoding.isEmpty()) {
            request.headers().set(HttpHeaderNames.ACCEPT_ENCODING, acceptEncoding);
        }
        channel.writeInbound(request);
        DefaultFullHttpResponse rejection = new DefaultFullHttpResponse(HttpVersion.HTTP_1_1,
                HttpResponseStatus.valueOf(status),
                Unpooled.copiedBuffer("<html><body><h1>Resource not found</h1></body></html>", StandardCharsets.US_ASCII));
        channel.writeOutbound(rejection);
        FullHttpResponse response = channel.readOutbound();
        assertThat(channel.outboundMessages()).isEmpty();
        channel.finishAndReleaseAll();
        return response;
    }
}
