package dev.meanwhile.home;

import java.time.Duration;
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

    /** Where the page shows its phases. Rendering is one of them, so they are known after the rest of the page. */
    private static final String PHASES = "<!--phases-->";

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

    private static String render(NumberResponse response, CallTimings timings, RoutingContext context) {
        long received = System.nanoTime();
        PageLanguage language = PageLanguage.of(context.request());
        language.addHeaders(context.response().headers());
        String page = language.localize(Templates.home(response)).render();
        if (!timings.isComplete()) {
            return page;
        }
        Phases phases = Phases.of(timings, received, System.nanoTime());
        return page.replace(PHASES, language.localize(Templates.phases(phases)).render());
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

        static native TemplateInstance home(NumberResponse response);

        static native TemplateInstance phases(Phases phases);
    }
}
