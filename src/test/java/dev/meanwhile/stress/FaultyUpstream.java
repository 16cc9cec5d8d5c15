package dev.meanwhile.stress;

import java.util.function.BiConsumer;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.net.NetSocket;

/** TCP server that replaces the numeric API and violates HTTP according to the selected {@link Fault}. */
final class FaultyUpstream implements AutoCloseable {

    /** Reaction to a request. */
    enum Fault {
        NONE((connection, number) -> connection.write(response(number))),
        RESET((connection, number) -> connection.close()),
        RESET_MID_RESPONSE((connection, number) -> connection.write(response(number).substring(0, 80))
                .onSuccess(written -> connection.close())),
        NO_RESPONSE((connection, number) -> {
        }),
        SLOW_BODY((connection, number) -> drip(connection, head(1_000_000))),
        BODY_SHORTER_THAN_CONTENT_LENGTH((connection, number) -> connection.write(head(1_000) + body(number))
                .onSuccess(written -> connection.close())),
        BODY_LONGER_THAN_CONTENT_LENGTH((connection, number) -> connection.write(response(number) + body(FOREIGN_DATA))),
        TWO_RESPONSES((connection, number) -> connection.write(response(number) + response(FOREIGN_DATA))),
        GARBAGE_BEFORE_RESPONSE((connection, number) -> connection.write(body(FOREIGN_DATA) + "\r\n" + response(number))),
        OTHER_PROTOCOL((connection, number) -> connection.write("SSH-2.0-OpenSSH_9.9\r\n\0\0\4")),
        ENDLESS_HEADERS((connection, number) -> connection.write("HTTP/1.1 200 OK\r\n" + "X: y\r\n".repeat(100_000)));

        private final BiConsumer<NetSocket, String> respond;

        Fault(BiConsumer<NetSocket, String> respond) {
            this.respond = respond;
        }
    }

    /** Payload of bytes that do not belong to the response; the app must never forward it. */
    static final String FOREIGN_DATA = "data of another response";

    private final Vertx vertx = Vertx.vertx();
    private volatile Fault fault = Fault.NONE;
    private NetServer server;
    private int port;

    FaultyUpstream() {
        up();
    }

    String origin() {
        return "http://localhost:" + port;
    }

    void behaveAs(Fault fault) {
        this.fault = fault;
    }

    /** Closes every connection and refuses new ones. */
    void down() {
        server.close().toCompletionStage().toCompletableFuture().join();
    }

    /** Starts to listen. The port stays the same after {@link #down}. */
    void up() {
        // with linger 0, closing a connection resets it
        server = vertx.createNetServer(new NetServerOptions().setHost("localhost").setSoLinger(0))
                .connectHandler(connection -> connection.handler(request -> fault.respond.accept(connection, number(request))));
        port = server.listen(port).toCompletionStage().toCompletableFuture().join().actualPort();
    }

    // GET /api/7 HTTP/1.1
    private static String number(Buffer request) {
        return request.toString().replaceFirst("(?s)GET /api/(\\d+) .*", "$1");
    }

    private static void drip(NetSocket connection, String bytes) {
        Vertx vertx = Vertx.currentContext().owner();
        connection.write(bytes);
        long timer = vertx.setPeriodic(50, tick -> connection.write(" "));
        connection.closeHandler(closed -> vertx.cancelTimer(timer));
    }

    private static String response(String number) {
        return head(body(number).length()) + body(number);
    }

    private static String head(int length) {
        return "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: " + length + "\r\n\r\n";
    }

    private static String body(String number) {
        return "{\"success\":true,\"message\":\"\",\"data\":\"" + number + "\"}";
    }

    @Override
    public void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }
}
