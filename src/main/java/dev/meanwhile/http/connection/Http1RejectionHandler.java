package dev.meanwhile.http.connection;

import dev.meanwhile.http.error.UnroutedErrorResponse;
import dev.meanwhile.http.filter.RequestIdFilter;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;

/**
 * Completes the HTTP/1 responses to requests that Netty, Vert.x or Quarkus rejects before the router: a request line or
 * headers that are malformed or too large, a URI that {@link java.net.URI} cannot parse, an invalid upgrade to HTTP/2, a
 * path outside of {@code quarkus.http.root-path}.
 * <p>
 * Without this handler, these responses have no headers, no body and no line in the log. They are recognized by the missing
 * request ID, which every response of the router has.
 * <p>
 * Also closes the connection after such a response with {@code Connection: close}. Vert.x 4.5 does not close it after an
 * invalid upgrade to HTTP/2.
 */
final class Http1RejectionHandler extends ChannelDuplexHandler {

    private final boolean secure;
    private final ForwardedHeaders forwardedHeaders;
    private final UnfinishedRequestHandler unfinished;
    // Null without a request in progress, so that an idle connection retains no headers.
    private HttpRequest lastRequest;
    private int requestsInProgress;
    private boolean upgraded;

    Http1RejectionHandler(boolean secure, ForwardedHeaders forwardedHeaders, UnfinishedRequestHandler unfinished) {
        this.unfinished = unfinished;
        this.secure = secure;
        this.forwardedHeaders = forwardedHeaders;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        unfinished.onMessage();
        if (message instanceof HttpRequest request) {
            lastRequest = request;
            requestsInProgress++;
            forwardedHeaders.removeInvalid(request.headers());
        }
        context.fireChannelRead(message);
        if (upgraded) {
            upgraded = false;
            ProtocolHandlers.installUpgradedHttp2(context.pipeline());
        }
    }

    @Override
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
        Object completed = message;
        ChannelPromise written = promise;
        if (isRejection(message)) {
            FullHttpResponse response = (FullHttpResponse) message;
            completed = complete(response);
            if (response.headers().contains(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE, true)) {
                written = promise.unvoid().addListener(ChannelFutureListener.CLOSE);
            }
            ReferenceCountUtil.release(message);
        }
        // Vert.x adds the HTTP/2 handler after it has written this response.
        upgraded |= message instanceof HttpResponse response
                && response.status().equals(HttpResponseStatus.SWITCHING_PROTOCOLS);
        if (message instanceof LastHttpContent && !isInterim(message) && --requestsInProgress <= 0) {
            requestsInProgress = 0;
            lastRequest = null;
        }
        context.write(completed, written);
    }

    static boolean isRejection(Object message) {
        return message instanceof FullHttpResponse response && response.status().code() >= 400
                && !response.headers().contains(RequestIdFilter.HEADER);
    }

    private FullHttpResponse complete(FullHttpResponse rejection) {
        HttpRequest request = lastRequest;
        // Netty replaces a request line that it cannot parse by another one.
        boolean known = request != null && request.decoderResult().isSuccess();
        HttpHeaders received = request == null ? null : request.headers();
        UnroutedErrorResponse error = UnroutedErrorResponse.create(rejection.status().code(),
                known ? request.method().name() : UnroutedErrorResponse.UNKNOWN,
                known ? request.uri() : UnroutedErrorResponse.UNKNOWN,
                known ? request.protocolVersion().text() : UnroutedErrorResponse.UNKNOWN,
                received == null ? name -> null : received::get, secure);
        boolean head = known && HttpMethod.HEAD.equals(request.method());
        FullHttpResponse response = new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, rejection.status(),
                head ? Unpooled.EMPTY_BUFFER : Unpooled.wrappedBuffer(error.body()));
        response.headers().set(rejection.headers()).remove(HttpHeaderNames.CONTENT_ENCODING);
        error.headers().forEach(response.headers()::set);
        response.headers().set(HttpHeaderNames.CONTENT_LENGTH, error.body().length);
        if (!known) {
            response.headers().set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
        }
        return response;
    }

    // For example 100 Continue.
    private static boolean isInterim(Object message) {
        return message instanceof HttpResponse response && response.status().codeClass() == HttpStatusClass.INFORMATIONAL;
    }
}
