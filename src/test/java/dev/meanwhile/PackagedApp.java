package dev.meanwhile;

import static io.restassured.RestAssured.given;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.awaitility.core.ConditionTimeoutException;

/**
 * Runs the packaged app as a separate process on free ports and captures its log. The app is what the last build has produced:
 * a JAR, or with {@code -Dnative} an executable.
 */
public final class PackagedApp implements AutoCloseable {

    private static final Path TARGET = Path.of("target");
    private static final String JAVA = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final Duration POLL_INTERVAL = Duration.ofMillis(20);
    /** Options with which a JVM starts faster; the stress tests have none, because they test the options of production. */
    private static final List<String> QUICK_START = Stream.of(System.getProperty("packaged-app.jvm-options", "").split(" "))
            .filter(option -> !option.isEmpty()).toList();
    private static final Pattern HTTP_STARTED = Pattern.compile("Listening on: https?://([^ \"]+):(\\d+)");
    private static final Pattern HTTPS_STARTED = Pattern.compile("(?:Listening on:| and) https://([^ \"]+):(\\d+)");
    private static final Pattern MANAGEMENT_STARTED = Pattern
            .compile("Management interface listening on http://([^ \"]+):(\\d+)");

    private final Path log;
    private final Process process;

    private PackagedApp(List<String> wrapper, Map<String, String> environment, String... properties) {
        this(wrapper, environment, QUICK_START, true, properties);
    }

    private PackagedApp(List<String> wrapper, Map<String, String> environment, List<String> jvmOptions, boolean readLog,
            String... properties) {
        try {
            log = Files.createTempFile(TARGET, "packaged-app", ".log");
            List<String> command = new ArrayList<>(wrapper);
            command.addAll(startCommand(TARGET, jvmOptions, Stream.concat(
                    Stream.of("quarkus.http.port=0", "quarkus.management.port=0", "quarkus.shutdown.delay=0s"),
                    Stream.of(properties))));
            ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true)
                    .redirectOutput(readLog ? Redirect.to(log.toFile()) : Redirect.PIPE);
            builder.environment().putAll(environment);
            process = builder.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns the command that starts the artifact that Quarkus has recorded in {@code target}. */
    static List<String> startCommand(Path target, List<String> jvmOptions, Stream<String> properties) throws IOException {
        Properties artifact = new Properties();
        try (Reader reader = Files.newBufferedReader(target.resolve("quarkus-artifact.properties"))) {
            artifact.load(reader);
        }
        String path = target.resolve(artifact.getProperty("path")).toString();
        Stream<String> options = properties.map(property -> "-D" + property);
        String type = artifact.getProperty("type");
        return switch (type) {
            case "native" -> Stream.concat(Stream.of(path), options).toList();
            case "jar" -> Stream.of(Stream.of(JAVA), jvmOptions.stream(), options, Stream.of("-jar", path))
                    .flatMap(part -> part).toList();
            default -> throw new IllegalStateException("The last build has produced no JAR and no executable, but: " + type);
        };
    }

    /** Starts the app without waiting until it listens. */
    public static PackagedApp launch(String... properties) {
        return new PackagedApp(List.of(), Map.of(), properties);
    }

    /** Starts the app with additional environment variables, without waiting until it listens. */
    public static PackagedApp launch(Map<String, String> environment) {
        return new PackagedApp(List.of(), environment);
    }

    /** Starts the app and returns once it listens. */
    public static PackagedApp start(String... properties) {
        return launch(properties).awaitStart();
    }

    /** Starts the app with a limit of open file descriptors, which include connections, and returns once it listens. */
    public static PackagedApp startWithOpenFileLimit(int openFiles, String... properties) {
        return new PackagedApp(List.of("prlimit", "--nofile=" + openFiles), Map.of(), properties).awaitStart();
    }

    /** Starts the app with the heap of the image in a container of 256 MiB, and returns once it listens. */
    public static PackagedApp startWithHeapOfImage(String... properties) {
        return startWithJvmOptions("-Xmx90m -XX:+UseSerialGC -XX:+ExitOnOutOfMemoryError", properties);
    }

    /**
     * Starts the app with its standard output in a pipe, and stops to read this pipe once the app listens. Then {@link #log}
     * has only the lines until then.
     */
    public static PackagedApp startWithStalledLogReader(String... properties) {
        PackagedApp app = new PackagedApp(List.of(), Map.of(), QUICK_START, false, properties);
        app.readLogUntil(line -> HTTP_STARTED.matcher(line).find());
        return app;
    }

    /** Reads the pipe of an app with a stalled log reader up to the first line that matches. */
    public void readLogUntil(Predicate<String> last) {
        try {
            String line;
            do {
                line = process.inputReader().readLine();
                Files.writeString(log, line + "\n", StandardOpenOption.APPEND);
            } while (!last.test(line));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Starts the app with these options of the JVM only, separated by spaces, and returns once it listens. */
    public static PackagedApp startWithJvmOptions(String options, String... properties) {
        return new PackagedApp(List.of(), Map.of("JAVA_TOOL_OPTIONS", options), List.of(), true, properties).awaitStart();
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /** Returns once the app listens. */
    public PackagedApp awaitStart() {
        try {
            await().pollInterval(POLL_INTERVAL).atMost(TIMEOUT).until(() -> HTTP_STARTED.matcher(log()).find());
            return this;
        } catch (ConditionTimeoutException e) {
            close();
            throw new IllegalStateException("The app did not start. Log:\n" + log(), e);
        }
    }

    /** Base URL of the public port. */
    public URI url() {
        return urlFrom("http", HTTP_STARTED);
    }

    /** Base URL of the public port with TLS. */
    public URI secureUrl() {
        return urlFrom("https", HTTPS_STARTED);
    }

    /** Base URL of health, metrics and info. */
    public URI managementUrl() {
        return urlFrom("http", MANAGEMENT_STARTED);
    }

    private URI urlFrom(String scheme, Pattern startupMessage) {
        Matcher address = startupMessage.matcher(log());
        if (!address.find()) {
            throw new IllegalStateException("The app does not listen. Log:\n" + log());
        }
        String host = address.group(1).replace("0.0.0.0", "localhost");
        return URI.create(scheme + "://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + address.group(2));
    }

    /** The metrics in OpenMetrics, which unlike the Prometheus text format has no comma after the last label. */
    public String metrics() {
        return given().accept("application/openmetrics-text").get(managementUrl().resolve("/q/metrics")).asString();
    }

    public long pid() {
        return process.pid();
    }

    /** Standard output and standard error so far. */
    public String log() {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Sends SIGTERM without waiting for the process to end. */
    public void terminate() {
        // Process.destroy would also close the pipe of its output
        process.toHandle().destroy();
    }

    /** Waits for the process to end and returns its exit status. */
    public int exitStatus() {
        return process.onExit().orTimeout(TIMEOUT.toSeconds(), TimeUnit.SECONDS).join().exitValue();
    }

    @Override
    public void close() {
        process.destroy();
        exitStatus();
    }
}
