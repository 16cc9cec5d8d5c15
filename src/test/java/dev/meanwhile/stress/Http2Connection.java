package dev.meanwhile.stress;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http2.DefaultHttp2HeadersDecoder;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Headers;

/**
 * HTTP/2 connection without TLS for frames that no client would send. Header values are sent as they are, one byte per
 * character (ISO 8859-1).
 */
public final class Http2Connection implements AutoCloseable {

    /** What the server sent on one stream. The headers are null without a response, the reset code without a reset. */
    public record Response(Http2Headers headers, String body, Integer resetCode) {

        public int status() {
            return Integer.parseInt(headers.status().toString());
        }
    }

    /** Error code of a stream that was not processed. */
    public static final int REFUSED_STREAM = 7;

    private static final String PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";
    private static final int DATA = 0;
    private static final int HEADERS = 1;
    private static final int RST_STREAM = 3;
    private static final int SETTINGS = 4;
    private static final int GOAWAY = 7;
    private static final int CONTINUATION = 9;
    private static final int END_STREAM = 1;
    private static final int ACK = 1;
    private static final int END_HEADERS = 4;
    private static final int PRIORITY = 0x20;
    private static final int MAX_FRAME = 16_384;

    private final Socket socket;
    private final DataInputStream in;
    private final DefaultHttp2HeadersDecoder headersDecoder = new DefaultHttp2HeadersDecoder(true);
    private final Map<Integer, Long> serverSettings = new LinkedHashMap<>();
    private final Map<Integer, Http2Headers> headers = new HashMap<>();
    private final Map<Integer, String> bodies = new HashMap<>();
    private final Map<Integer, Response> ended = new HashMap<>();
    private int lastStream = -1;
    private int lastServedStream = Integer.MAX_VALUE;

    public Http2Connection(URI server, Duration timeout) {
        this(server, timeout, null);
    }

    /** @param local the address of the client; null for any */
    public Http2Connection(URI server, Duration timeout, InetAddress local) {
        try {
            socket = new Socket(server.getHost(), server.getPort(), local, 0);
            socket.setSoTimeout((int) timeout.toMillis());
            in = new DataInputStream(socket.getInputStream());
            ByteArrayOutputStream start = new ByteArrayOutputStream();
            start.writeBytes(PREFACE.getBytes(ISO_8859_1));
            start.writeBytes(frame(SETTINGS, 0, 0, new byte[0]));
            write(start.toByteArray());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** @param headers alternating names and values, pseudo-headers first */
    public int sendHeaders(boolean endStream, String... headers) {
        lastStream += 2;
        byte[] block = headerBlock(headers);
        ByteArrayOutputStream frames = new ByteArrayOutputStream();
        for (int from = 0; from == 0 || from < block.length; from += MAX_FRAME) {
            int to = Math.min(block.length, from + MAX_FRAME);
            int flags = (to == block.length ? END_HEADERS : 0) | (from == 0 && endStream ? END_STREAM : 0);
            frames.writeBytes(frame(from == 0 ? HEADERS : CONTINUATION, flags, lastStream,
                    Arrays.copyOfRange(block, from, to)));
        }
        write(frames.toByteArray());
        return lastStream;
    }

    public void sendData(int stream, byte[] data, boolean endStream) {
        ByteArrayOutputStream frames = new ByteArrayOutputStream();
        for (int from = 0; from < data.length; from += MAX_FRAME) {
            int to = Math.min(data.length, from + MAX_FRAME);
            frames.writeBytes(frame(DATA, to == data.length && endStream ? END_STREAM : 0, stream,
                    Arrays.copyOfRange(data, from, to)));
        }
        write(frames.toByteArray());
    }

    /** Sends a number of requests for the same URL. */
    public void sendRequests(int requests, String path) {
        sendRequests(requests, path, false);
    }

    /** Sends a number of requests for the same URL, and cancels each at once. */
    public void sendCancelledRequests(int requests, String path) {
        sendRequests(requests, path, true);
    }

    private void sendRequests(int requests, String path, boolean cancel) {
        ByteArrayOutputStream frames = new ByteArrayOutputStream();
        byte[] block = headerBlock(":method", "GET", ":scheme", "http", ":path", path, ":authority", "localhost");
        for (int i = 0; i < requests; i++) {
            lastStream += 2;
            frames.writeBytes(frame(HEADERS, END_HEADERS | END_STREAM, lastStream, block));
            if (cancel) {
                frames.writeBytes(frame(RST_STREAM, 0, lastStream, new byte[] { 0, 0, 0, 8 }));
            }
        }
        write(frames.toByteArray());
    }

    /**
     * Reads frames until the stream has ended.
     *
     * @throws EOFException if the server ended the connection because of an error
     */
    public Response readResponse(int stream) throws IOException {
        while (!ended.containsKey(stream) && stream <= lastServedStream) {
            readFrame();
        }
        return stream > lastServedStream ? new Response(null, "", REFUSED_STREAM) : ended.get(stream);
    }

    private void readFrame() throws IOException {
        int length = in.readUnsignedByte() << 16 | in.readUnsignedShort();
        int type = in.readUnsignedByte();
        int flags = in.readUnsignedByte();
        int stream = in.readInt() & Integer.MAX_VALUE;
        ByteBuf payload = Unpooled.wrappedBuffer(in.readNBytes(length));
        switch (type) {
            case SETTINGS -> readSettings(payload, flags);
            case GOAWAY -> {
                lastServedStream = payload.readInt();
                int error = payload.readInt();
                if (error != 0) {
                    throw new EOFException("GOAWAY with error " + error);
                }
            }
            case HEADERS -> headers.put(stream, decode(stream, (flags & PRIORITY) == 0 ? payload : payload.skipBytes(5)));
            case DATA -> bodies.merge(stream, payload.toString(UTF_8), String::concat);
            case RST_STREAM -> end(stream, payload.readInt());
            default -> {
                // Not needed here.
            }
        }
        if ((type == HEADERS || type == DATA) && (flags & END_STREAM) != 0) {
            end(stream, null);
        }
    }

    private void end(int stream, Integer resetCode) {
        ended.putIfAbsent(stream, new Response(headers.remove(stream), bodies.getOrDefault(stream, ""), resetCode));
        bodies.remove(stream);
    }

    /** Returns a setting that the server has sent, by its identifier (RFC 9113 section 6.5.2), or null. */
    public Long serverSetting(int identifier) {
        return serverSettings.get(identifier);
    }

    private void readSettings(ByteBuf payload, int flags) {
        if ((flags & ACK) != 0) {
            return;
        }
        write(frame(SETTINGS, ACK, 0, new byte[0]));
        while (payload.isReadable()) {
            serverSettings.put(payload.readUnsignedShort(), payload.readUnsignedInt());
        }
    }

    private Http2Headers decode(int stream, ByteBuf block) {
        try {
            return headersDecoder.decodeHeaders(stream, block);
        } catch (Http2Exception e) {
            throw new IllegalStateException(e);
        }
    }

    // Literals without indexing and without Huffman coding (RFC 7541 section 6.2.2).
    private static byte[] headerBlock(String... headers) {
        ByteArrayOutputStream block = new ByteArrayOutputStream();
        for (int i = 0; i < headers.length; i += 2) {
            block.write(0);
            writeString(block, headers[i]);
            writeString(block, headers[i + 1]);
        }
        return block.toByteArray();
    }

    private static void writeString(ByteArrayOutputStream block, String text) {
        byte[] bytes = text.getBytes(ISO_8859_1);
        if (bytes.length < 127) {
            block.write(bytes.length);
        } else {
            block.write(127);
            int rest = bytes.length - 127;
            while (rest >= 128) {
                block.write(rest % 128 + 128);
                rest /= 128;
            }
            block.write(rest);
        }
        block.writeBytes(bytes);
    }

    private static byte[] frame(int type, int flags, int stream, byte[] payload) {
        ByteBuf frame = Unpooled.buffer(9 + payload.length);
        frame.writeMedium(payload.length).writeByte(type).writeByte(flags).writeInt(stream).writeBytes(payload);
        return frame.array();
    }

    private void write(byte[] bytes) {
        try {
            socket.getOutputStream().write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
