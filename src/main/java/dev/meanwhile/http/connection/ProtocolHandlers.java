package dev.meanwhile.http.connection;

import jakarta.enterprise.event.Observes;

import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.netty.handler.ssl.SslHandler;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.vertx.http.runtime.ProxyConfig;
import io.quarkus.vertx.http.runtime.VertxHttpConfig;

/** Installs the handlers of this package on connections of the public port, as soon as their protocol is known. */
public final class ProtocolHandlers {

    // Header tables, streams and flow control, in addition to the memory of every connection.
    private static final int BYTES_PER_HTTP2_CONNECTION = 12_288;

    private static volatile ForwardedHeaders forwardedHeaders = ForwardedHeaders.IGNORED;

    static void enable(@Observes StartupEvent start, VertxHttpConfig http) {
        Http2Cancellations.enable(http);
        ProxyConfig proxy = http.proxy();
        forwardedHeaders = proxy.proxyAddressForwarding()
                ? new ForwardedHeaders(proxy.forwardedHostHeader(), proxy.forwardedPrefixHeader())
                : ForwardedHeaders.IGNORED;
    }

    /** @param encoder name of the HTTP/1 encoder */
    public static void installHttp1(ChannelPipeline pipeline, String encoder) {
        if (ConnectionLimitExtension.isPublic(pipeline.channel())) {
            boolean secure = pipeline.get(SslHandler.class) != null;
            UnfinishedRequestHandler unfinished = new UnfinishedRequestHandler();
            pipeline.addBefore(pipeline.context(HttpRequestDecoder.class).name(), null, unfinished);
            pipeline.addAfter(encoder, null, new Http1RejectionHandler(secure, forwardedHeaders, unfinished));
            CompressionBypass.install(pipeline);
        }
    }

    public static void installHttp2(ChannelPipeline pipeline, Http2ConnectionHandler http2) {
        if (ConnectionLimitExtension.isPublic(pipeline.channel())) {
            UnfinishedRequestHandler unfinished = new UnfinishedRequestHandler();
            pipeline.addBefore(pipeline.context(http2).name(), null, unfinished);
            installHttp2(pipeline, http2, unfinished);
        }
    }

    // After an upgrade Vert.x removes all handlers before that of HTTP/2, so the bytes of unfinished requests are not counted.
    static void installUpgradedHttp2(ChannelPipeline pipeline) {
        installHttp2(pipeline, pipeline.get(Http2ConnectionHandler.class), new UnfinishedRequestHandler());
    }

    private static void installHttp2(ChannelPipeline pipeline, Http2ConnectionHandler http2,
            UnfinishedRequestHandler unfinished) {
        boolean secure = pipeline.get(SslHandler.class) != null;
        ConnectionLimitExtension.countMemory(pipeline.channel(), BYTES_PER_HTTP2_CONNECTION);
        new Http2RequestListener(http2, secure, forwardedHeaders, unfinished,
                new Http2Cancellations(pipeline.channel(), http2.connection())).install();
    }

    ProtocolHandlers() {
    }
}
