package dev.meanwhile;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Test;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;

/** The JVM image and the native image are interchangeable: their base, user, ports and labels are equal. */
class ContainerImagesTest {

    private static final Path DOCKER = Path.of("docker");
    private static final Pattern SEEN_BY_PLATFORM = Pattern
            .compile("USER .*|EXPOSE .*|WORKDIR /app|VOLUME .*|HEALTHCHECK .*|STOPSIGNAL .*|LABEL .*|\\s+org\\.opencontainers.*"
                    + "|FROM quay\\.io/quarkus/ubi9-quarkus-micro-image.*");

    @Test
    void imagesHaveTheSameBaseUserPortsAndLabels() throws IOException {
        assertThat(seenByPlatform("Dockerfile.native")).hasSizeGreaterThan(5)
                .isEqualTo(seenByPlatform("Dockerfile.jvm"));
    }

    private static List<String> seenByPlatform(String dockerfile) throws IOException {
        return Files.readAllLines(DOCKER.resolve(dockerfile)).stream().filter(SEEN_BY_PLATFORM.asMatchPredicate())
                .map(line -> line.replaceFirst(" AS .*", "")).toList();
    }

    @Test
    void composeTakesEitherImage() throws IOException {
        JsonNode services = new YAMLMapper().readTree(DOCKER.resolve("compose.yaml").toFile()).path("services");

        for (String name : List.of("meanwhile", "upstream")) {
            JsonNode service = services.path(name);
            assertThat(service.at("/build/dockerfile").asText()).isEqualTo("docker/Dockerfile.${IMAGE_KIND:-jvm}");
            assertThat(service.path("command").isMissingNode()).isTrue();
            assertThat(service.path("entrypoint").isMissingNode()).isTrue();
            assertThat(service.path("environment").toString()).doesNotContain("JAVA", "JDK");
        }
    }

    @Test
    void quarkusBuildsTheImagesWithTheseDockerfiles() throws IOException {
        String pom = Files.readString(Path.of("pom.xml"));

        for (String kind : List.of("jvm", "native")) {
            assertThat(DOCKER.resolve("Dockerfile." + kind)).exists();
            assertThat(pom).contains("<quarkus.docker.dockerfile-%s-path>docker/Dockerfile.%1$s</".formatted(kind));
        }
    }
}
