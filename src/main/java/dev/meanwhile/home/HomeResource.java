package dev.meanwhile.home;

import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.ThreadLocalRandom;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;

import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;

import dev.meanwhile.number.NumberClient;
import dev.meanwhile.number.NumberResponse;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateExtension;
import io.quarkus.qute.TemplateInstance;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.Json;

/** The home page: draws a number from 1 to 10, asks the numeric API for it and shows the reply. */
@Path("/")
public class HomeResource {

    private final NumberClient numbers;

    HomeResource(NumberClient numbers) {
        this.numbers = numbers;
    }

    @GET
    @Produces(MediaType.TEXT_HTML)
    @Operation(summary = "The home page")
    @APIResponse(responseCode = "200", description = "A number from 1 to 10, as the numeric API answered it", content = @Content(mediaType = MediaType.TEXT_HTML))
    public Uni<String> home() {
        // a TemplateInstance would be rendered with a timer on a thread of its own
        return numbers.ask(ThreadLocalRandom.current().nextInt(1, 11)).chain(reply -> Templates.home(reply).createUni());
    }

    @TemplateExtension
    static String message(NumberResponse reply) {
        String message = reply.envelope().message();
        return message.isEmpty() ? "The numeric API answered " + reply.envelope().data() + "." : message;
    }

    @TemplateExtension
    static String json(NumberResponse reply) {
        return Json.encodePrettily(reply.envelope());
    }

    /** Such as {@code 1.3 ms}. */
    @TemplateExtension
    static String inMillis(Duration duration) {
        return String.format(Locale.ROOT, "%.1f ms", duration.toNanos() / 1e6);
    }

    @CheckedTemplate
    static final class Templates {

        static native TemplateInstance home(NumberResponse reply);
    }
}
