package dev.meanwhile;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import java.util.stream.Collectors;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;

/**
 * HTTP/1.1 server that records the bytes of each request head and sends the bytes that a test provides. Listens on two ports;
 * the second one accepts no connection until {@link #acceptStalled()}.
 */
public final class RawHttpServer implements QuarkusTestResourceLifecycleManager {

    public static final int CONNECTION_POOL_SIZE = 1;
    public static final int MAX_RESPONSE_SIZE = 1024;
    public static final int CONNECT_TIMEOUT_MILLIS = 2_000;
    public static final int READ_TIMEOUT_MILLIS = 3_000;

    private static final int CONNECT_ATTEMPT_MILLIS = 300;

    private final List<Request> requests = new CopyOnWriteArrayList<>();
    private final Set<Socket> openConnections = ConcurrentHashMap.newKeySet();
    private final List<Socket> backlog = new ArrayList<>();

    private volatile Function<Request, String> responses;
    private ServerSocket server;
    private ServerSocket stalled;

    /** One request head; {@code send} writes bytes to the connection that it came on. */
    public record Request(Socket connection, List<String> head) {

        public String target() {
            return head.get(0).split(" ")[1];
        }

        public List<String> headers() {
            return head.subList(1, head.size());
        }

        public void send(String bytes) {
            try {
                connection.getOutputStream().write(bytes.getBytes(StandardCharsets.ISO_8859_1));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    public static String jsonResponse(String body) {
        return response("200 OK", "Content-Type: application/json", body);
    }

    public static String response(String status, String header, String body) {
        return "HTTP/1.1 %s\r\n%s\r\nContent-Length: %d\r\n\r\n%s".formatted(status, header, body.length(), body);
    }

    @Override
    public Map<String, String> start() {
        try {
            server = new ServerSocket(0, 50, InetAddress.getByName("127.0.0.1"));
            stalled = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        inThread(() -> accept(server));
        return Map.of(
                "quarkus.rest-client.number-api.url", origin(),
                "quarkus.rest-client.number-api.connection-pool-size", String.valueOf(CONNECTION_POOL_SIZE),
                "quarkus.rest-client.lab-upstream.url", origin(),
                "meanwhile.fetch.allowed-origins", origin() + "," + stalledOrigin(),
                "meanwhile.fetch.connection-pool-size", String.valueOf(CONNECTION_POOL_SIZE),
                "meanwhile.fetch.max-response-size", String.valueOf(MAX_RESPONSE_SIZE),
                "meanwhile.fetch.connect-timeout", CONNECT_TIMEOUT_MILLIS + "ms",
                "meanwhile.fetch.read-timeout", READ_TIMEOUT_MILLIS + "ms",
                "meanwhile.fetch.call-timeout", "8s",
                // enables tracing; nothing listens there
                "quarkus.otel.exporter.otlp.endpoint", "http://127.0.0.1:9");
    }

    @Override
    public void inject(TestInjector injector) {
        injector.injectIntoFields(this, new TestInjector.MatchesType(RawHttpServer.class));
    }

    @Override
    public void stop() {
        try {
            server.close();
            stalled.close();
            closeConnections();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public String origin() {
        return "http://127.0.0.1:" + server.getLocalPort();
    }

    public String stalledOrigin() {
        return "http://127.0.0.1:" + stalled.getLocalPort();
    }

    /**
     * Discards all recorded requests and closes all connections.
     *
     * @param responses the bytes to send in response to a request; null to send nothing
     */
    public void reset(Function<Request, String> responses) throws IOException {
        this.responses = responses;
        closeConnections();
        requests.clear();
    }

    public List<Request> requests() {
        return requests;
    }

    public List<String> targets() {
        return requests.stream().map(Request::target).toList();
    }

    public int openConnections() {
        return openConnections.size();
    }

    /** Fills the backlog of the stalled port, so that further connections stay in the connecting state. */
    public void fillBacklog() throws IOException {
        while (true) {
            Socket socket = new Socket();
            backlog.add(socket);
            try {
                socket.connect(new InetSocketAddress("127.0.0.1", stalled.getLocalPort()), CONNECT_ATTEMPT_MILLIS);
            } catch (SocketTimeoutException full) {
                return;
            }
        }
    }

    /** Starts to accept connections on the stalled port. */
    public void acceptStalled() throws IOException {
        for (Socket socket : backlog) {
            socket.close();
        }
        backlog.clear();
        inThread(() -> accept(stalled));
    }

    private void accept(ServerSocket listener) {
        while (!listener.isClosed()) {
            try {
                Socket connection = listener.accept();
                openConnections.add(connection);
                inThread(() -> serve(connection));
            } catch (IOException e) {
                if (!listener.isClosed()) {
                    throw new UncheckedIOException(e);
                }
            }
        }
    }

    private void serve(Socket connection) {
        try (connection) {
            InputStream in = new BufferedInputStream(connection.getInputStream());
            for (List<String> head = readHead(in); !head.isEmpty(); head = readHead(in)) {
                Request request = new Request(connection, head);
                requests.add(request);
                String response = responses.apply(request);
                if (response != null) {
                    request.send(response);
                }
            }
        } catch (SocketException | UncheckedIOException closed) {
            // tests see a reset connection by openConnections()
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            openConnections.remove(connection);
        }
    }

    private static List<String> readHead(InputStream in) throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        for (int next = in.read(); next >= 0; next = in.read()) {
            head.write(next);
            String text = head.toString(StandardCharsets.ISO_8859_1);
            if (text.endsWith("\r\n\r\n")) {
                return text.lines().filter(line -> !line.isEmpty()).collect(Collectors.toList());
            }
        }
        return List.of();
    }

    private void closeConnections() throws IOException {
        for (Socket connection : openConnections) {
            connection.close();
        }
    }

    private static void inThread(Runnable task) {
        Thread thread = new Thread(task, "raw-http-server");
        thread.setDaemon(true);
        thread.start();
    }
}
