package dev.meanwhile.client;

import java.io.IOException;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.function.Consumer;

import org.jboss.logging.Logger;

import dev.meanwhile.api.UpstreamException.InvalidResponse;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.CombinedChannelDuplexHandler;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpObjectDecoder;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpRequestEncoder;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseDecoder;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.impl.HttpClientConnection;

/**
 * HTTP/1 client codec that gives every request its own response. It replaces the codec that Vert.x installs.
 * <p>
 * Workaround for two defects. Vert.x 4.5 (eclipse-vertx/vert.x#4508) takes every interim response except 100 and 103 for the
 * final one. The {@link HttpClientCodec} of Netty 4.1 keeps bytes that follow a response, and reads them as the beginning of
 * the next one. In both cases a response reaches the request of another caller. The differences:
 * <ul>
 * <li>Interim responses are skipped (RFC 9110, 15.2). Status 101 is an error, because no request has an {@code Upgrade}
 * header.</li>
 * <li>A connection is closed after a response that is followed by more bytes, or whose end is ambiguous (RFC 9112, 6.3).</li>
 * <li>A connection is closed when it receives bytes while no request waits for a response.</li>
 * <li>A request is not sent on a connection whose exchange is not over, and that connection is closed.</li>
 * </ul>
 * This class can be deleted when Vert.x skips interim responses and closes connections with excess bytes. The class is longer
 * than 150 lines, because encoder and decoder share the state of the exchange.
 */
public final class ExchangeCodec extends CombinedChannelDuplexHandler<HttpResponseDecoder, HttpRequestEncoder> {

    /** Maximum size of the headers of one response in bytes. */
    static final int MAX_HEADER_BYTES = 65_536;
    static final int MAX_STATUS_LINE_BYTES = HttpObjectDecoder.DEFAULT_MAX_INITIAL_LINE_LENGTH;

    private static final Logger LOG = Logger.getLogger(ExchangeCodec.class);

    private final Consumer<HttpHeaders> requestHeaders;

    /** Method of the request whose response is not complete; null without such a request. */
    private HttpMethod method;
    /** Headers of the final response that is being received; null before it. */
    private HttpHeaders responseHeaders;
    private boolean reused;

    ExchangeCodec(Consumer<HttpHeaders> requestHeaders) {
        this.requestHeaders = requestHeaders;
        init(new Decoder(), new Encoder());
    }

    /**
     * Installs the codec on the connection of a request that has not been sent. Does nothing if the connection has it already,
     * or uses HTTP/2.
     *
     * @param requestHeaders may change the headers of every request on this connection, after Vert.x has added those of
     *        tracing
     */
    public static void install(HttpClientRequest request, Consumer<HttpHeaders> requestHeaders) {
        ChannelPipeline pipeline = ((HttpClientConnection) request.connection()).channel().pipeline();
        ChannelHandlerContext present = pipeline.context(HttpClientCodec.class);
        if (present != null) {
            try {
                pipeline.replace(HttpClientCodec.class, present.name(), new ExchangeCodec(requestHeaders));
            } catch (NoSuchElementException closed) {
                // The connection was closed on another event loop, and Vert.x fails the request.
                LOG.debug("A connection was closed before its first request", closed);
            }
        }
    }

    private static void closeAfterResponse(HttpHeaders response) {
        response.set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
    }

    private final class Encoder extends HttpRequestEncoder {

        @Override
        protected void encode(ChannelHandlerContext context, Object message, List<Object> out) throws Exception {
            if (message instanceof HttpRequest request) {
                if (method != null) {
                    context.close();
                    throw new IOException("The connection has not received the response to its previous request.");
                }
                method = request.method();
                requestHeaders.accept(request.headers());
            }
            super.encode(context, message, out);
        }
    }

    private final class Decoder extends HttpResponseDecoder {

        private boolean invalidStatusLine;

        Decoder() {
            super(new HttpDecoderConfig().setMaxHeaderSize(MAX_HEADER_BYTES));
        }

        @Override
        protected void decode(ChannelHandlerContext context, ByteBuf bytes, List<Object> out) throws Exception {
            if (method == null) {
                discard(context, bytes);
                return;
            }
            int before = out.size();
            super.decode(context, bytes, out);
            if (out.size() == before) {
                return;
            }
            if (out.get(before) instanceof HttpResponse response) {
                if (invalidStatusLine && reused) {
                    // The bytes may belong to the previous response. The connection is closed, because callers retry that
                    // failure.
                    clear(out, before);
                    discard(context, bytes);
                    return;
                }
                if (response.status().codeClass() == HttpStatusClass.INFORMATIONAL && response.decoderResult().isSuccess()) {
                    clear(out, before);
                    rejectUpgrade(response);
                    return;
                }
                responseHeaders = response.headers();
            }
            if (out.get(out.size() - 1) instanceof LastHttpContent) {
                if (bytes.isReadable()) {
                    closeAfterResponse(responseHeaders);
                }
                endExchange();
            }
        }

        private static void clear(List<Object> out, int from) {
            List<Object> messages = out.subList(from, out.size());
            messages.forEach(ReferenceCountUtil::release);
            messages.clear();
        }

        private void rejectUpgrade(HttpResponse response) {
            if (response.status().code() == HttpResponseStatus.SWITCHING_PROTOCOLS.code()) {
                endExchange();
                throw new InvalidResponse("The upstream switched protocols (status 101), which was not requested.");
            }
        }

        private void endExchange() {
            method = null;
            responseHeaders = null;
            reused = true;
        }

        private void discard(ChannelHandlerContext context, ByteBuf bytes) {
            method = null;
            bytes.skipBytes(bytes.readableBytes());
            context.close();
        }

        @Override
        protected HttpMessage createInvalidMessage() {
            invalidStatusLine = true;
            return super.createInvalidMessage();
        }

        @Override
        protected boolean isContentAlwaysEmpty(HttpMessage message) {
            HttpResponseStatus status = ((HttpResponse) message).status();
            if (status.codeClass() == HttpStatusClass.INFORMATIONAL) {
                return true;
            }
            if (!HttpUtil.isKeepAlive(message) || hasAmbiguousEnd(message, status)) {
                closeAfterResponse(message.headers());
            }
            return HttpMethod.HEAD.equals(method) || super.isContentAlwaysEmpty(message);
        }

        private static boolean hasAmbiguousEnd(HttpMessage message, HttpResponseStatus status) {
            HttpHeaders headers = message.headers();
            boolean mustHaveNoBody = status.code() == HttpResponseStatus.NO_CONTENT.code();
            if (headers.contains(HttpHeaderNames.TRANSFER_ENCODING)) {
                List<String> codings = headers.getAll(HttpHeaderNames.TRANSFER_ENCODING);
                return mustHaveNoBody || codings.size() > 1 || !HttpHeaderValues.CHUNKED.contentEqualsIgnoreCase(codings.get(0))
                        || headers.contains(HttpHeaderNames.CONTENT_LENGTH)
                        || HttpVersion.HTTP_1_0.equals(message.protocolVersion());
            }
            return mustHaveNoBody && HttpUtil.getContentLength(message, 0L) > 0;
        }
    }
}
