package dev.meanwhile.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.instancio.Instancio;
import org.instancio.InstancioGenApi;
import org.instancio.junit.InstancioExtension;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import dev.meanwhile.api.RequestRejectedException;

/** Properties of {@link OriginAllowList} and {@link Origin} that hold for mutated and random URLs. */
@ExtendWith(InstancioExtension.class)
class OriginAllowListPropertyBasedTest {

    private static final int CASES = 50_000;

    /** Allowed URLs, matched by a regular expression that is independent of the parser under test. */
    private static final Pattern ALLOWED = Pattern
            .compile("(http://localhost:0*8080|https://example\\.org(:0*443|:)?)([/?#][!-~]*)?", Pattern.CASE_INSENSITIVE);
    private static final Pattern SELF_FETCH = Pattern
            .compile("http://localhost:0*8080/([^?#]*/)?(fetch|gather)([/;?#].*)?", Pattern.CASE_INSENSITIVE);
    private static final String[] URLS = { "http://localhost:8080/api/7", "https://example.org/a?b=c#d",
            "https://example.org:443/", "http://localhost:8080/fetch?url=x", "http://localhost:8081/", "http://evil.example/" };
    private static final String[] SNIPPETS = { "@", ":", "/", "//", "\\", "?", "#", "%", "%2f", "%00", ".", "..", ";", "[", "]",
            "[::1]", "\t", "\r\n", "\0", " ", "0", "8080", "443", "0x7f000001", "localhost", "evil.example", "fetch", "gather",
            "http://", "//evil.example", "。", "ſ", "і", "\u202e" };

    private final InstancioGenApi any = Instancio.gen();
    private final Origin self = Origin.parse("http://localhost:8080");
    private final OriginAllowList allowList = new OriginAllowList(Set.of(self, Origin.parse("https://example.org")), self);

    @Test
    void acceptsOnlyAllowedOrigins() {
        long accepted = Stream.generate(this::mutatedUrl).limit(CASES).filter(this::isAccepted).count();

        assertThat(accepted).as("accepted URLs").isBetween(CASES / 100L, CASES / 2L);
    }

    private boolean isAccepted(String url) {
        try {
            assertThat(allowList.requireAllowed(url).toString()).as(url).matches(ALLOWED).doesNotMatch(SELF_FETCH);
            return true;
        } catch (RequestRejectedException rejection) {
            assertThat(rejection.status()).isIn(400, 403);
            return false;
        }
    }

    /** Inserts up to four snippets into one of {@link #URLS}, or replaces characters by them. */
    private String mutatedUrl() {
        StringBuilder url = new StringBuilder(any.oneOf(URLS).get());
        for (int edits = any.ints().range(1, 4).get(); edits > 0; edits--) {
            int from = any.ints().range(0, url.length()).get();
            int to = Math.min(url.length(), from + any.ints().range(0, 3).get());
            url.replace(from, to, any.oneOf(SNIPPETS).get());
        }
        return url.toString();
    }

    @Test
    void parsesItsOwnFormat() {
        for (int i = 0; i < CASES; i++) {
            Origin origin = new Origin(any.oneOf("http", "HTTPS").get(), any.string().alphaNumeric().prefix("a").get(),
                    any.ints().range(1, 65_535).get());
            assertThat(Origin.parse(origin.toString())).isEqualTo(origin);
        }
    }
}
