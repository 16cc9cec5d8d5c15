package dev.meanwhile;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.restassured.specification.RequestSpecification;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.PfxOptions;

/** The service calls itself by default, with TLS and on any interface, and trusts its own certificate for nothing else. */
class SelfUrlIT {

    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final String PASSWORD = "password";

    @TempDir
    static Path directory;

    private static Path own;
    private static Path foreign;

    // issued for another host than localhost, as a certificate of a public service is
    @BeforeAll
    static void createCertificates() throws Exception {
        own = createCertificate("own");
        foreign = createCertificate("foreign");
    }

    private static Path createCertificate(String name) throws Exception {
        Path file = directory.resolve(name + ".p12");
        Process keytool = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair", "-alias", name, "-keyalg", "EC", "-dname", "CN=www.example.org", "-validity", "30",
                "-storetype", "PKCS12", "-keystore", file.toString(), "-storepass", PASSWORD).inheritIO().start();
        assertThat(keytool.waitFor()).isZero();
        return file;
    }

    private static String[] tls(String insecureRequests, String... more) {
        return Stream.concat(Stream.of("quarkus.http.ssl-port=0",
                "quarkus.http.ssl.certificate.key-store-file=" + own,
                "quarkus.http.ssl.certificate.key-store-password=" + PASSWORD,
                "quarkus.http.insecure-requests=" + insecureRequests), Stream.of(more)).toArray(String[]::new);
    }

    @ParameterizedTest
    @ValueSource(strings = { "disabled", "redirect" })
    void callsItselfByTls(String insecureRequests) {
        try (PackagedApp app = PackagedApp.start(tls(insecureRequests))) {
            URI url = app.secureUrl();

            trustingAll().get(url.resolve("/")).then().statusCode(200).body(containsString(url + "/api/"));
            trustingAll().queryParam("url", url + "/api/7").get(url.resolve("/fetch")).then().statusCode(200)
                    .body("data.data", equalTo("7"));
            trustingAll().accept("application/json").get(url.resolve("/lab/runs?users=2&calls=2&delay=0&modes=reactive")).then()
                    .statusCode(200).body("modes[0].errors.max", equalTo(0f));
        }
    }

    @Test
    void callsItselfByTlsWithTheTlsRegistry() {
        try (PackagedApp app = PackagedApp.start("quarkus.http.ssl-port=0", "quarkus.http.insecure-requests=disabled",
                "quarkus.tls.key-store.p12.path=" + own, "quarkus.tls.key-store.p12.password=" + PASSWORD)) {
            trustingAll().get(app.secureUrl().resolve("/")).then().statusCode(200);
        }
    }

    @Test
    void trustsItsCertificateOnlyForItself() {
        Vertx vertx = Vertx.vertx();
        try {
            HttpServer other = vertx.createHttpServer(new HttpServerOptions().setSsl(true)
                    .setKeyCertOptions(new PfxOptions().setPath(foreign.toString()).setPassword(PASSWORD)))
                    .requestHandler(StubUpstream::respond).listen(0, "localhost").toCompletionStage().toCompletableFuture()
                    .join();
            String origin = "https://localhost:" + other.actualPort();
            try (PackagedApp app = PackagedApp.start(tls("disabled", "quarkus.rest-client.number-api.url=" + origin,
                    "meanwhile.fetch.allowed-origins=" + origin))) {
                trustingAll().get(app.secureUrl().resolve("/")).then().statusCode(502);
                trustingAll().queryParam("url", origin + "/api/7").get(app.secureUrl().resolve("/fetch")).then()
                        .statusCode(502);
            }
        } finally {
            vertx.close().toCompletionStage().toCompletableFuture().join();
        }
    }

    @Test
    void callsItselfOnAnIpv6Interface() throws IOException {
        assumeTrue(hasIpv6());
        try (PackagedApp app = PackagedApp.start("quarkus.http.host=::1")) {
            given().get(app.url()).then().statusCode(200).body(containsString("http://[::1]:"));
            given().queryParam("url", app.url() + "/api/7").get(app.url().resolve("/fetch")).then().statusCode(200);
        }
    }

    private static boolean hasIpv6() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName("::1"))) {
            return socket.isBound();
        } catch (IOException e) {
            return false;
        }
    }

    @Test
    void isNotReadyBeforeTheHttpsPortListens() throws IOException {
        int management = freePort();
        int https = freePort();
        try (PackagedApp app = PackagedApp.launch(tls("disabled", "quarkus.management.port=" + management,
                "quarkus.http.ssl-port=" + https))) {
            await().atMost(TIMEOUT).pollInterval(Duration.ofMillis(5)).pollInSameThread().until(() -> isReady(management));
            try (Socket socket = new Socket("localhost", https)) {
                assertThat(socket.isConnected()).as(app.log()).isTrue();
            }
        }
    }

    private static boolean isReady(int port) {
        try {
            return given().get("http://localhost:" + port + "/q/health/ready").statusCode() == 200;
        } catch (Exception refused) {
            return false;
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private static RequestSpecification trustingAll() {
        return given().relaxedHTTPSValidation();
    }
}
