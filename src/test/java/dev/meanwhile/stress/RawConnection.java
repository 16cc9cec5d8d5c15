package dev.meanwhile.stress;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** Socket for requests that no HTTP client would send; each character is one byte (ISO 8859-1). */
public final class RawConnection implements AutoCloseable {

    private static final Pattern STATUS_LINE = Pattern.compile("HTTP/\\d\\.\\d (\\d{3}) ");
    private static final Duration QUIET_PERIOD = Duration.ofMillis(250);

    private final Socket socket;
    private final StringBuilder received = new StringBuilder();

    public RawConnection(URI server) {
        try {
            socket = new Socket(server.getHost(), server.getPort());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** @return false if the server closed the connection before all bytes were written */
    public boolean send(String bytes) {
        try {
            socket.getOutputStream().write(bytes.getBytes(ISO_8859_1));
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /** @return whether received bytes are waiting to be read */
    boolean hasUnreadBytes() {
        try {
            return socket.getInputStream().available() > 0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Reads until the server closes the connection, or until it has sent bytes and then none for 250 ms.
     *
     * @return the statuses of all responses received on this connection; empty if it was closed without a response
     * @throws AssertionError if the server neither responds nor closes the connection within the timeout
     */
    public List<Integer> readStatuses(Duration timeout) {
        try {
            socket.setSoTimeout((int) timeout.toMillis());
            byte[] buffer = new byte[65_536];
            for (int read = read(buffer); read >= 0; read = read(buffer)) {
                received.append(new String(buffer, 0, read, ISO_8859_1));
                socket.setSoTimeout((int) QUIET_PERIOD.toMillis());
            }
        } catch (SocketTimeoutException e) {
            if (received.isEmpty()) {
                throw new AssertionError("The server neither responded nor closed the connection within " + timeout, e);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return STATUS_LINE.matcher(received).results().map((MatchResult line) -> Integer.valueOf(line.group(1))).toList();
    }

    private int read(byte[] buffer) throws IOException {
        try {
            return socket.getInputStream().read(buffer);
        } catch (SocketTimeoutException e) {
            throw e;
        } catch (IOException e) {
            // the connection was reset
            return -1;
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
