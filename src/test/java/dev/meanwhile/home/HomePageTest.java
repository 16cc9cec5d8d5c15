package dev.meanwhile.home;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import dev.meanwhile.api.Envelope;
import dev.meanwhile.number.NumberResponse;
import dev.meanwhile.ui.PageLanguage;
import io.quarkus.test.junit.QuarkusTest;

/** Rendering of the home page. */
@QuarkusTest
class HomePageTest {

    private static final NumberResponse RESPONSE = new NumberResponse(Envelope.success("7"), Duration.ofNanos(1_250_000));
    private static final Phases PHASES = new Phases(1_000, 20_000, 300_000, 4_000_000);

    @Test
    void rendersTheResponseEscaped() {
        assertThat(render(new Envelope<>(true, "<b>hm</b>", "7"), null)).contains(
                """
                        <article class="card">
                          <div class="card-header">
                            <span class="badge" aria-hidden="true">7</span>
                            <hgroup>
                              <h1>Success!</h1>
                              <p>&lt;b&gt;hm&lt;/b&gt;</p>
                            </hgroup>
                          </div>
                          <pre>{
                          &quot;success&quot; : true,
                          &quot;message&quot; : &quot;&lt;b&gt;hm&lt;/b&gt;&quot;,
                          &quot;data&quot; : &quot;7&quot;
                        }</pre>
                          <dl>
                            <dt>From</dt>
                            <dd><a href="http://localhost:8080/api/7?a&amp;b">http://localhost:8080/<wbr>api/<wbr>7?<wbr>a&amp;<wbr>b<wbr></a></dd>
                            <dt>Call took</dt>
                            <dd>1.3 ms</dd>
                          </dl>
                          <a href="/" class="button outline">Draw again</a>
                        </article>
                        """);
    }

    @Test
    void fillsInAllPhases() {
        // the duration of the call is the sum of its phases, so it is not shown again
        assertThat(render(Envelope.success("7"), PHASES)).doesNotContain("Call took").contains("""
                  <section class="phases">
                    <h2>Where the time went (4.3 ms in all)</h2>
                    <svg viewBox="0 0 4321 10" preserveAspectRatio="none" aria-hidden="true">
                      <rect class="phase-connect" width="1" height="10"/>
                      <rect class="phase-wait" x="1" width="20" height="10"/>
                      <rect class="phase-receive" x="21" width="300" height="10"/>
                      <rect class="phase-render" x="321" width="4000" height="10"/>
                    </svg>
                    <ul>
                      <li><span class="swatch phase-connect"></span>connect <b>0.00 ms</b></li>
                      <li><span class="swatch phase-wait"></span>wait <b>0.02 ms</b></li>
                      <li><span class="swatch phase-receive"></span>receive <b>0.30 ms</b></li>
                      <li><span class="swatch phase-render"></span>render <b>4.0 ms</b></li>
                    </ul>
                  </section>
                """);
    }

    @ParameterizedTest
    @ValueSource(strings = { "a", "中文 ·", "{data:url}" })
    void containsNoPlaceholder(String text) {
        String placeholders = Arrays.stream(PageValue.values()).map(PageValue::toString).collect(Collectors.joining());

        String page = render(new Envelope<>(true, text + placeholders, "7"), PHASES);

        assertThat(page).doesNotContainPattern("[\\uFDD0-\\uFDEF]").contains("<p>" + text + "</p>");
    }

    @Test
    void growsForValuesThatAreLongerThanUsual() {
        String number = "7".repeat(1_000);

        assertThat(new HomePage(PageValue.NUMBER + "中" + PageValue.NUMBER)
                .fill(new NumberResponse(Envelope.success(number), Duration.ZERO), null).toString(StandardCharsets.UTF_8))
                .isEqualTo(number + "中" + number);
    }

    private static String render(Envelope<String> body, Phases phases) {
        PageLanguage language = new PageLanguage(Locale.ENGLISH, false, null, null);
        return HomeResource.render(language, body.message(), "http://localhost:8080/api/" + PageValue.NUMBER + "?a&b",
                phases != null).fill(RESPONSE, phases).toString(StandardCharsets.UTF_8);
    }
}
