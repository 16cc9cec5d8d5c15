package dev.meanwhile.http.connection;

import static io.restassured.RestAssured.given;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import dev.meanwhile.PackagedApp;

/** Tests the limit of connections with management ports that are configured in different ways. */
class ConnectionLimitIT {

    private static final int END_OF_STREAM = -1;

    @ParameterizedTest
    @ValueSource(booleans = { true, false })
    void managementPortIsServedWhilePublicConnectionsAreExhausted(boolean randomPort) throws IOException {
        int port = randomPort ? 0 : freePort();
        try (PackagedApp app = PackagedApp.start("quarkus.http.limits.max-connections=1", "quarkus.management.port=" + port);
                Socket first = connect(app);
                Socket second = connect(app)) {
            assertThat(second.getInputStream().read()).isEqualTo(END_OF_STREAM);
            await().until(() -> app.log().contains("New connections are closed, because 1 are open"));

            for (String path : new String[] { "/q/health/live", "/q/health/ready", "/q/metrics" }) {
                given().get(app.managementUrl().resolve(path)).then().statusCode(200);
            }
            first.getOutputStream().write("GET /hello HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(US_ASCII));
            assertThat(new String(first.getInputStream().readNBytes(12), US_ASCII)).isEqualTo("HTTP/1.1 200");
        }
    }

    @Test
    void zeroMeansNoLimitAsInQuarkus() {
        try (PackagedApp app = PackagedApp.start("quarkus.http.limits.max-connections=0")) {
            given().get(app.url().resolve("/hello")).then().statusCode(200);
        }
    }

    private static Socket connect(PackagedApp app) throws IOException {
        URI url = app.url();
        Socket socket = new Socket(url.getHost(), url.getPort());
        socket.setSoTimeout(10_000);
        return socket;
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
