package dev.meanwhile.home;

import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;

import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;

import dev.meanwhile.client.CallTimings;
import dev.meanwhile.number.NumberClient;
import dev.meanwhile.number.NumberResponse;
import dev.meanwhile.ui.PageLanguage;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateExtension;
import io.quarkus.qute.TemplateInstance;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.Json;
import io.vertx.ext.web.RoutingContext;

/** The home page: draws a random number from 1 to 10, requests it from the numeric API over HTTP and renders the response. */
@Path("/")
public class HomeResource {

    /**
     * The page without the response.
     *
     * @param origin the origin of the absolute URLs in the page; null if it has none
     * @param before the part before the response
     * @param after the part after it
     */
    private record Frame(String origin, String before, String after) {

        private static final String RESPONSE = "<!--response-->";

        static Frame of(PageLanguage language) {
            String page = language.localize(Templates.home()).render();
            int response = page.indexOf(RESPONSE);
            return new Frame(language.origin(), page.substring(0, response), page.substring(response + RESPONSE.length()));
        }
    }

    /**
     * The last frame of each language, for requests without a query. Rendering a frame takes longer than the rest of a page
     * view. Only one frame is kept for each language, because clients choose the origin.
     */
    private final Map<Locale, Frame> frames = new ConcurrentHashMap<>();
    private final NumberClient numbers;

    HomeResource(NumberClient numbers) {
        this.numbers = numbers;
    }

    @GET
    @Produces(MediaType.TEXT_HTML)
    @Operation(summary = "The home page")
    @APIResponse(responseCode = "200", description = "A number from 1 to 10, received from the numeric API", content = @Content(mediaType = MediaType.TEXT_HTML))
    public Uni<String> home(@Context RoutingContext context) {
        CallTimings timings = CallTimings.start();
        return numbers.getNumber(ThreadLocalRandom.current().nextInt(1, 11))
                .map(response -> render(response, timings, context));
    }

    private String render(NumberResponse response, CallTimings timings, RoutingContext context) {
        long received = System.nanoTime();
        PageLanguage language = PageLanguage.of(context.request());
        language.addHeaders(context.response().headers());
        Frame frame = frame(language);
        String body = language.localize(Templates.response(response)).render();
        // Rendering is a phase too, so the phases are rendered after the rest of the page.
        String phases = timings.isComplete()
                ? language.localize(Templates.phases(Phases.of(timings, response.duration(), received, System.nanoTime())))
                        .render()
                : "";
        return frame.before() + body + phases + frame.after();
    }

    private Frame frame(PageLanguage language) {
        if (language.query() != null) {
            return Frame.of(language);
        }
        Frame frame = frames.get(language.locale());
        if (frame == null || !Objects.equals(frame.origin(), language.origin())) {
            frame = Frame.of(language);
            frames.put(language.locale(), frame);
        }
        return frame;
    }

    @TemplateExtension
    static String json(NumberResponse response) {
        return Json.encodePrettily(response.body());
    }

    @TemplateExtension
    static String formatMillis(Duration duration) {
        return Phases.format(duration.toNanos());
    }

    @CheckedTemplate
    static final class Templates {

        static native TemplateInstance home();

        static native TemplateInstance response(NumberResponse response);

        static native TemplateInstance phases(Phases phases);
    }
}
