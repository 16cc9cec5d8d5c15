package dev.meanwhile.http.connection;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;

/**
 * Passes HTTP/1 messages by the compression handler of Vert.x unless the request has {@code Accept-Encoding}. That handler
 * takes 3 % of the CPU time of a request that it does nothing for. {@code http.timeout} passes a request on only when the
 * previous response is complete, so one flag for each connection is enough.
 */
final class CompressionBypass extends ChannelInboundHandlerAdapter {

    // Name that Vert.x 4.5 gives to the handler; not part of its API.
    private static final String COMPRESSOR = "deflater";

    private final ChannelHandlerContext compressor;
    private boolean bypassing;

    private CompressionBypass(ChannelHandlerContext compressor) {
        this.compressor = compressor;
    }

    static void install(ChannelPipeline pipeline) {
        ChannelHandlerContext compressor = pipeline.context(COMPRESSOR);
        if (compressor != null) {
            CompressionBypass bypass = new CompressionBypass(compressor);
            pipeline.addBefore(COMPRESSOR, null, bypass);
            pipeline.addAfter(COMPRESSOR, null, bypass.new ResponseHandler());
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (message instanceof HttpRequest request) {
            bypassing = !request.headers().contains(HttpHeaderNames.ACCEPT_ENCODING);
        }
        next(context).fireChannelRead(message);
    }

    // From the context of the compression handler, a message passes to the next handler in its direction. An upgrade to HTTP/2
    // removes the compression handler.
    private ChannelHandlerContext next(ChannelHandlerContext context) {
        return bypassing && !compressor.isRemoved() ? compressor : context;
    }

    // As the compression handler does. Quarkus sets this value on responses that are not to be compressed.
    private static void removeIdentity(HttpHeaders headers) {
        if (headers.contains(HttpHeaderNames.CONTENT_ENCODING, HttpHeaderValues.IDENTITY, true)) {
            headers.remove(HttpHeaderNames.CONTENT_ENCODING);
        }
    }

    private final class ResponseHandler extends ChannelOutboundHandlerAdapter {

        @Override
        public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
            if (bypassing && message instanceof HttpResponse response) {
                removeIdentity(response.headers());
            }
            next(context).write(message, promise);
        }
    }
}
