package dev.meanwhile.fetch.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.Set;

import org.junit.jupiter.api.Test;

import dev.meanwhile.fetch.Origin;

class ExampleUrlTest {

    private static final URI SELF = URI.create("http://localhost:8080/app");

    @Test
    void thisServiceIsFirst() {
        assertThat(ExampleUrl.of(Set.of(origin("https://b.example"), origin("http://localhost:8080"),
                origin("https://a.example:444")), SELF)).containsExactly(
                        new ExampleUrl("http://localhost:8080", "http://localhost:8080/app/api/7"),
                        new ExampleUrl("https://a.example:444", "https://a.example:444/"),
                        new ExampleUrl("https://b.example", "https://b.example/"));
    }

    @Test
    void thisServiceIsNoExampleUnlessItIsAllowed() {
        assertThat(ExampleUrl.of(Set.of(origin("https://b.example")), SELF))
                .containsExactly(new ExampleUrl("https://b.example", "https://b.example/"));
    }

    private static Origin origin(String url) {
        return Origin.of(URI.create(url));
    }
}
