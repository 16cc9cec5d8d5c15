package dev.meanwhile.stress;

import java.util.function.BiConsumer;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.net.NetSocket;

/** A numeric API that breaks HTTP itself, in whatever way it is told to. */
final class FaultyUpstream implements AutoCloseable {

    /** What it does with a request. */
    enum Fault {
        NONE((caller, number) -> caller.write(whole(number))),
        RESETS((caller, number) -> caller.close()),
        RESETS_IN_THE_MIDDLE((caller, number) -> caller.write(whole(number).substring(0, 80))
                .onSuccess(written -> caller.close())),
        NEVER_ANSWERS((caller, number) -> {
        }),
        DRIPS((caller, number) -> drip(caller, head(1_000_000))),
        PROMISES_MORE_THAN_IT_SENDS((caller, number) -> caller.write(head(1_000) + body(number))
                .onSuccess(written -> caller.close())),
        SENDS_MORE_THAN_IT_PROMISES((caller, number) -> caller.write(whole(number) + body(OF_OTHERS))),
        ANSWERS_TWICE((caller, number) -> caller.write(whole(number) + whole(OF_OTHERS))),
        BEGINS_WITH_OTHER_BYTES((caller, number) -> caller.write(body(OF_OTHERS) + "\r\n" + whole(number))),
        SPEAKS_ANOTHER_PROTOCOL((caller, number) -> caller.write("SSH-2.0-OpenSSH_9.9\r\n\0\0\4")),
        NEVER_ENDS_ITS_HEADERS((caller, number) -> caller.write("HTTP/1.1 200 OK\r\n" + "X: y\r\n".repeat(100_000)));

        private final BiConsumer<NetSocket, String> answer;

        Fault(BiConsumer<NetSocket, String> answer) {
            this.answer = answer;
        }
    }

    /** What is in an answer that was meant for somebody else. */
    static final String OF_OTHERS = "not for you";

    private final Vertx vertx = Vertx.vertx();
    private volatile Fault fault = Fault.NONE;
    private NetServer server;
    private int port;

    FaultyUpstream() {
        comeBack();
    }

    String origin() {
        return "http://localhost:" + port;
    }

    void behave(Fault fault) {
        this.fault = fault;
    }

    /** Closes every connection, and listens no more. */
    void vanish() {
        server.close().toCompletionStage().toCompletableFuture().join();
    }

    /** Listens again, on the same port. */
    void comeBack() {
        // with linger 0, closing a connection resets it
        server = vertx.createNetServer(new NetServerOptions().setHost("localhost").setSoLinger(0))
                .connectHandler(caller -> caller.handler(request -> fault.answer.accept(caller, number(request))));
        port = server.listen(port).toCompletionStage().toCompletableFuture().join().actualPort();
    }

    // GET /api/7 HTTP/1.1
    private static String number(Buffer request) {
        return request.toString().replaceFirst("(?s)GET /api/(\\d+) .*", "$1");
    }

    private static void drip(NetSocket caller, String bytes) {
        Vertx vertx = Vertx.currentContext().owner();
        caller.write(bytes);
        long timer = vertx.setPeriodic(50, tick -> caller.write(" "));
        caller.closeHandler(closed -> vertx.cancelTimer(timer));
    }

    private static String whole(String number) {
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
