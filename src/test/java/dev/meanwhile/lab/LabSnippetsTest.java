package dev.meanwhile.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import dev.meanwhile.lab.scenario.Mode;

class LabSnippetsTest {

    private static final Path SOURCES = Path.of("src/main/java/dev/meanwhile/lab/engine");

    @ParameterizedTest
    @EnumSource(Mode.class)
    void javaSnippetConsistsOfTheSourceOfTheRunner(Mode mode) throws IOException {
        String runner = mode == Mode.REACTIVE ? "ReactiveRunner.java" : "BlockingRunner.java";
        String source = stripped(Files.readString(SOURCES.resolve(runner)));
        String snippet = Snippets.JAVA.get(mode);

        // comments separate the parts
        List<String> parts = Stream.of(snippet.split("(?m)^//.*\\n?")).map(LabSnippetsTest::stripped)
                .filter(part -> !part.isEmpty()).toList();

        assertThat(snippet.lines()).hasSizeBetween(5, 8);
        assertThat(parts).isNotEmpty().allSatisfy(part -> assertThat(source).contains(part));
    }

    @Test
    void everyModeExceptVirtualHasAPythonSnippet() {
        assertThat(Snippets.PYTHON.keySet()).isEqualTo(Set.of(Mode.SEQUENTIAL, Mode.POOL, Mode.REACTIVE));
        assertThat(Snippets.PYTHON.values()).allSatisfy(snippet -> assertThat(snippet.lines()).hasSizeBetween(5, 8));
    }

    private static String stripped(String code) {
        return code.lines().map(String::strip).collect(Collectors.joining("\n")).strip();
    }
}
