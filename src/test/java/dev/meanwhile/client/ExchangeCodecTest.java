package dev.meanwhile.client;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import dev.meanwhile.api.UpstreamException.InvalidResponse;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;

/** Which bytes of a connection become a response to which request, and when the connection is closed or not reused. */
class ExchangeCodecTest {

    private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n[]";

    private final EmbeddedChannel channel = new EmbeddedChannel(new ExchangeCodec(headers -> {
    }));

    @AfterEach
    void releaseBuffers() {
        channel.finishAndReleaseAll();
    }

    @ParameterizedTest
    @CsvSource({ "100 Continue", "102 Processing", "103 Early Hints", "104 X", "110 X", "199 X" })
    void skipsInterimResponses(String status) {
        String interim = "HTTP/1.1 " + status + "\r\nLink: </a>\r\n\r\n";
        request();
        receive(interim + interim);
        assertThat(channel.<Object> readInbound()).isNull();
        receive(interim + OK);

        assertThat(response()).isEqualTo("200 []");
        assertIsReusable();
    }

    @Test
    void skipsInterimResponsesOfHeadRequests() {
        request(HttpMethod.HEAD);
        receive("HTTP/1.1 103 Early Hints\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n");

        assertThat(response()).isEqualTo("200 ");
        assertIsReusable();
    }

    @Test
    void reportsAnInvalidInterimResponse() {
        request();

        receive("HTTP/1.1 102 X\r\nX: " + "x".repeat(70_000) + "\r\n\r\n" + OK);

        assertThat(channel.<HttpResponse> readInbound().decoderResult().isFailure()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = { "HTTP/1.1 101 X\r\n\r\n",
            "HTTP/1.1 101 X\r\nUpgrade: websocket\r\nConnection: upgrade\r\n\r\nbytes",
            "HTTP/1.1 101 X\r\nUpgrade: h2c\r\n\r\n" + OK })
    void failsForSwitchedProtocols(String bytes) {
        request();

        assertThatThrownBy(() -> receive(bytes)).hasCauseInstanceOf(InvalidResponse.class).hasMessageContaining("status 101");
        assertThat(channel.<Object> readInbound()).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = { "[", "[\"bad\"]", "\r\n", " ", "HTTP/1.1 200 OK\r\nX: ", OK, "HTTP/1.1 102 Processing\r\n\r\n" })
    void doesNotReuseAConnectionWithExcessBytes(String excess) {
        for (String complete : List.of(OK, "HTTP/1.1 204 X\r\n\r\n", "HTTP/1.1 304 X\r\nContent-Length: 9\r\n\r\n",
                "HTTP/1.1 200 X\r\nContent-Length: 0\r\n\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n[]\r\n0\r\n\r\n")) {
            for (int split = 0; split <= complete.length(); split++) {
                EmbeddedChannel connection = new EmbeddedChannel(new ExchangeCodec(headers -> {
                }));
                connection.writeOutbound(get(HttpMethod.GET));
                connection.writeInbound(bytes(complete.substring(0, split)));
                connection.writeInbound(bytes(complete.substring(split) + excess));

                List<Object> messages = new ArrayList<>(connection.inboundMessages());
                assertThat(messages.get(messages.size() - 1)).isInstanceOf(LastHttpContent.class);
                assertThat(messages).filteredOn(HttpResponse.class::isInstance).hasSize(1);
                assertThat(connection.isOpen()).isFalse();
                connection.finishAndReleaseAll();
            }
        }
    }

    @Test
    void announcesTheCloseOfAConnectionWithExcessBytes() {
        request();
        receive("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n");
        HttpResponse response = channel.readInbound();
        receive("[][");

        assertThat(response.headers().get(HttpHeaderNames.CONNECTION)).isEqualTo("close");
    }

    @ParameterizedTest
    @ValueSource(strings = { "[\"late\"]", "\r\n", OK, "HTTP/1.1 408 Timeout\r\n\r\n" })
    void closesAConnectionThatReceivesBytesWithoutARequest(String bytes) {
        request();
        receive(OK);
        assertThat(response()).isEqualTo("200 []");

        receive(bytes);

        assertThat(channel.<Object> readInbound()).isNull();
        assertThat(channel.isOpen()).isFalse();
    }

    @Test
    void closesAReusedConnectionWhoseNextResponseIsNotHttp() {
        request();
        receive(OK);
        assertThat(response()).isEqualTo("200 []");
        request();

        receive("[\"late\"]" + OK);

        assertThat(channel.<Object> readInbound()).isNull();
        assertThat(channel.isOpen()).isFalse();
    }

    @Test
    void reportsAnInvalidResponseOfANewConnection() {
        request();

        receive("SSH-2.0-OpenSSH_9.9\r\n");

        assertThat(channel.<HttpResponse> readInbound().decoderResult().isFailure()).isTrue();
    }

    @Test
    void sendsNoRequestBeforeThePreviousResponseIsComplete() {
        request();
        receive("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n[");

        assertThatThrownBy(this::request).hasMessageContaining("has not received the response");
        assertThat(channel.isOpen()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nContent-Length: 2\r\n\r\n2\r\n[]\r\n0\r\n\r\n",
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip, chunked\r\n\r\n2\r\n[]\r\n0\r\n\r\n",
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n[]\r\n0\r\n\r\n",
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: identity\r\nContent-Length: 2\r\n\r\n[]",
            "HTTP/1.0 200 OK\r\nConnection: keep-alive\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n[]\r\n0\r\n\r\n",
            "HTTP/1.1 200 OK\r\nConnection: x, close\r\nContent-Length: 2\r\n\r\n[]",
            "HTTP/1.1 200 OK\r\nConnection: x\r\nConnection: Close\r\nContent-Length: 2\r\n\r\n[]",
            "HTTP/1.0 200 OK\r\nContent-Length: 2\r\n\r\n[]",
            "HTTP/1.1 204 X\r\nContent-Length: 2\r\n\r\n",
            "HTTP/1.1 204 X\r\nTransfer-Encoding: chunked\r\n\r\n" })
    void doesNotReuseAConnectionIfTheEndIsAmbiguousOrTheServerCloses(String response) {
        request();
        receive(response);

        assertThat(channel.<HttpResponse> readInbound().headers().get(HttpHeaderNames.CONNECTION)).isEqualTo("close");
    }

    @ParameterizedTest
    @ValueSource(strings = { OK, "HTTP/1.1 204 X\r\n\r\n", "HTTP/1.1 304 X\r\nContent-Length: 9\r\n\r\n",
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: Chunked\r\n\r\n2\r\n[]\r\n0\r\n\r\n",
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n[]\r\n0\r\nX: y\r\n\r\n",
            "HTTP/1.0 200 OK\r\nConnection: Keep-Alive\r\nContent-Length: 2\r\n\r\n[]" })
    void reusesAConnectionWhoseExchangeIsOver(String response) {
        for (int exchanges = 0; exchanges < 3; exchanges++) {
            request();
            for (byte next : response.getBytes(ISO_8859_1)) {
                receive(new String(new byte[] { next }, ISO_8859_1));
            }
            HttpResponse head = channel.readInbound();
            assertThat(head.headers().get(HttpHeaderNames.CONNECTION)).isNotEqualTo("close");
            channel.releaseInbound();
        }
        assertIsReusable();
    }

    @Test
    void changesTheHeadersOfRequests() {
        EmbeddedChannel connection = new EmbeddedChannel(new ExchangeCodec(headers -> headers.remove("baggage")));
        DefaultFullHttpRequest request = get(HttpMethod.GET);
        request.headers().set("baggage", "a=b").set("X", "y");
        connection.writeOutbound(request);

        ByteBuf sent = connection.readOutbound();
        assertThat(sent.toString(ISO_8859_1)).contains("X: y").doesNotContain("baggage");
        sent.release();
        connection.finishAndReleaseAll();
    }

    private void assertIsReusable() {
        assertThat(channel.isOpen()).isTrue();
        request();
        receive("HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\n[1]");
        assertThat(response()).isEqualTo("200 [1]");
    }

    private void request() {
        request(HttpMethod.GET);
    }

    private void request(HttpMethod method) {
        channel.writeOutbound(get(method));
        channel.releaseOutbound();
    }

    private static DefaultFullHttpRequest get(HttpMethod method) {
        return new DefaultFullHttpRequest(HttpVersion.HTTP_1_1, method, "/");
    }

    private void receive(String bytes) {
        channel.writeInbound(bytes(bytes));
    }

    private static ByteBuf bytes(String text) {
        return Unpooled.copiedBuffer(text, ISO_8859_1);
    }

    /** Status and body of the next complete response. */
    private String response() {
        HttpResponse head = channel.readInbound();
        StringBuilder response = new StringBuilder().append(head.status().code()).append(' ');
        HttpContent content;
        do {
            content = channel.readInbound();
            response.append(content.content().toString(ISO_8859_1));
            ReferenceCountUtil.release(content);
        } while (!(content instanceof LastHttpContent));
        return response.toString();
    }
}
