package dev.meanwhile.home;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.Duration;

import org.junit.jupiter.api.Test;

import dev.meanwhile.api.Envelope;
import dev.meanwhile.number.NumberResponse;
import io.quarkus.test.junit.QuarkusTest;

/** Rendering of the home page template. */
@QuarkusTest
class HomePageTest {

    @Test
    void rendersTheResponseEscaped() {
        NumberResponse response = new NumberResponse(URI.create("http://localhost:8080/api/7?a&b"),
                new Envelope<>(true, "<b>hm</b>", "<script>"), Duration.ofNanos(1_250_000));

        assertThat(HomeResource.Templates.response(response).render()).isEqualTo("""
                <div class="card-header">
                    <span class="badge" aria-hidden="true">&lt;script&gt;</span>
                    <hgroup>
                      <h1>Success!</h1>
                      <p>&lt;b&gt;hm&lt;/b&gt;</p>
                    </hgroup>
                  </div>
                  <pre>{
                  &quot;success&quot; : true,
                  &quot;message&quot; : &quot;&lt;b&gt;hm&lt;/b&gt;&quot;,
                  &quot;data&quot; : &quot;&lt;script&gt;&quot;
                }</pre>
                  <dl>
                    <dt>From</dt>
                    <dd><a href="http://localhost:8080/api/7?a&amp;b">http://localhost:8080/api/7?a&amp;b</a></dd>
                    <dt>Call took</dt>
                    <dd>1.3 ms</dd>
                  </dl>
                """);
    }
}
