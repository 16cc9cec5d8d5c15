package dev.meanwhile;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.awaitility.core.ConditionTimeoutException;

/** Runs the packaged app as a separate process on free ports and captures its log. */
public final class PackagedApp implements AutoCloseable {

    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final Pattern HTTP_STARTED = Pattern.compile("Listening on: https?://([^ \"]+):(\\d+)");
    private static final Pattern HTTPS_STARTED = Pattern.compile("(?:Listening on:| and) https://([^ \"]+):(\\d+)");
    private static final Pattern MANAGEMENT_STARTED = Pattern
            .compile("Management interface listening on http://([^ \"]+):(\\d+)");

    private final Path log;
    private final Process process;

    private PackagedApp(List<String> wrapper, Map<String, String> environment, String... properties) {
        try {
            log = Files.createTempFile(Path.of("target"), "packaged-app", ".log");
            List<String> command = new ArrayList<>(wrapper);
            command.addAll(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Dquarkus.http.port=0",
                    "-Dquarkus.management.port=0", "-Dquarkus.shutdown.delay=0s"));
            Stream.of(properties).map(property -> "-D" + property).forEach(command::add);
            command.addAll(List.of("-jar", "target/quarkus-app/quarkus-run.jar"));
            ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
            builder.environment().putAll(environment);
            process = builder.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
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

    /** Returns once the app listens. */
    public PackagedApp awaitStart() {
        try {
            await().atMost(TIMEOUT).until(() -> HTTP_STARTED.matcher(log()).find());
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
        process.destroy();
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
