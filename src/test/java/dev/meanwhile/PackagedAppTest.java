package dev.meanwhile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The packaged tests start the artifact of the last build. */
class PackagedAppTest {

    @TempDir
    private Path target;

    @Test
    void startsTheJar() throws IOException {
        assertThat(startCommand("path=quarkus-app/quarkus-run.jar", "type=jar")).containsExactly(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xint", "-Dquarkus.http.port=0",
                "-jar", target.resolve("quarkus-app/quarkus-run.jar").toString());
    }

    @Test
    void startsTheExecutableOfANativeBuild() throws IOException {
        assertThat(startCommand("path=meanwhile-runner", "type=native"))
                .containsExactly(target.resolve("meanwhile-runner").toString(), "-Dquarkus.http.port=0");
    }

    @Test
    void startsNothingElse() {
        assertThatIllegalStateException().isThrownBy(() -> startCommand("path=native-sources", "type=native-sources"))
                .withMessageContaining("native-sources");
    }

    private List<String> startCommand(String... artifact) throws IOException {
        Files.write(target.resolve("quarkus-artifact.properties"), List.of(artifact));
        return PackagedApp.startCommand(target, List.of("-Xint"), Stream.of("quarkus.http.port=0"));
    }
}
