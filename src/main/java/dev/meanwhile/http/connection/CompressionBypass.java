package dev.meanwhile.http.connection;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.HttpContentCompressor;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;

/**
 * Lets HTTP/1 messages skip the compression handler of Vert.x unless the request has {@code Accept-Encoding}. That handler
 * takes CPU time also for a response that it does not compress. The {@code HttpMessageHandler} of {@code http.timeout} forwards
 * a request only when the previous response is complete, so one flag for each connection is enough.
 */
final class CompressionBypass extends ChannelInboundHandlerAdapter {

    private final ChannelHandlerContext compressor;
    private boolean bypassing;

    private CompressionBypass(ChannelHandlerContext compressor) {
        this.compressor = compressor;
    }

    static void install(ChannelPipeline pipeline) {
        ChannelHandlerContext compressor = pipeline.context(HttpContentCompressor.class);
        if (compressor != null) {
            CompressionBypass bypass = new CompressionBypass(compressor);
            pipeline.addBefore(compressor.name(), null, bypass);
            pipeline.addAfter(compressor.name(), null, bypass.new ResponseHandler());
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (message instanceof HttpRequest request) {
            bypassing = !request.headers().contains(HttpHeaderNames.ACCEPT_ENCODING);
        }
        next(context).fireChannelRead(message);
    }

    // A message that is passed on from the context of the compression handler skips this handler. An upgrade to HTTP/2 removes
    // the compression handler.
    private ChannelHandlerContext next(ChannelHandlerContext context) {
        return bypassing && !compressor.isRemoved() ? compressor : context;
    }

    // The compression handler removes it too. Quarkus sets this value on responses that must not be compressed.
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
            } else if (Http1RejectionHandler.isRejection(message)) {
                // The compression handler forwards a response with this header unchanged, so that its body can be replaced.
                ((HttpResponse) message).headers().set(HttpHeaderNames.CONTENT_ENCODING, HttpHeaderValues.IDENTITY);
            }
            next(context).write(message, promise);
        }
    }
}
