package dev.meanwhile.home;

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

import dev.meanwhile.api.Envelope;
import dev.meanwhile.client.CallTimings;
import dev.meanwhile.number.NumberClient;
import dev.meanwhile.number.NumberResponse;
import dev.meanwhile.ui.PageLanguage;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateExtension;
import io.quarkus.qute.TemplateInstance;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.Json;
import io.vertx.ext.web.RoutingContext;

/** The home page: draws a random number from 1 to 10, requests it from the numeric API over HTTP and renders the response. */
@Path("/")
public class HomeResource {

    /** @param origin the origin of the absolute URLs in the page; null if it has none */
    private record LocalizedPage(String origin, HomePage page) {
    }

    /**
     * The last page of each language, for requests without a query and responses without a message, with all phases. Only one
     * is kept for each language, because clients choose the origin.
     */
    private final Map<Locale, LocalizedPage> pages = new ConcurrentHashMap<>();
    private final NumberClient numbers;

    HomeResource(NumberClient numbers) {
        this.numbers = numbers;
    }

    @GET
    @Produces(MediaType.TEXT_HTML)
    @Operation(summary = "The home page")
    @APIResponse(responseCode = "200", description = "A number from 1 to 10, received from the numeric API", content = @Content(mediaType = MediaType.TEXT_HTML))
    public Uni<Buffer> home(@Context RoutingContext context) {
        CallTimings timings = CallTimings.start();
        return numbers.getNumber(ThreadLocalRandom.current().nextInt(1, 11))
                .map(response -> render(response, timings, context));
    }

    private Buffer render(NumberResponse response, CallTimings timings, RoutingContext context) {
        long received = System.nanoTime();
        PageLanguage language = PageLanguage.of(context.request());
        language.addHeaders(context.response().headers());
        HomePage page = page(language, response.body().message(), timings.isComplete());
        return page.fill(response,
                timings.isComplete() ? Phases.of(timings, response.duration(), received, System.nanoTime()) : null);
    }

    private HomePage page(PageLanguage language, String message, boolean withPhases) {
        if (language.query() != null || !"".equals(message) || !withPhases) {
            return render(language, message, url(), withPhases);
        }
        LocalizedPage last = pages.get(language.locale());
        if (last == null || !Objects.equals(last.origin(), language.origin())) {
            last = new LocalizedPage(language.origin(), render(language, message, url(), withPhases));
            pages.put(language.locale(), last);
        }
        return last.page();
    }

    private String url() {
        return PageValue.removePlaceholders(numbers.url("")) + PageValue.NUMBER;
    }

    /**
     * @param message the message of the response; may be null
     * @param url the requested URL, with the placeholder of the number
     */
    static HomePage render(PageLanguage language, String message, String url, boolean withPhases) {
        String text = message == null ? null : PageValue.removePlaceholders(message);
        Envelope<String> body = new Envelope<>(true, text, PageValue.NUMBER.toString());
        return new HomePage(language.localize(Templates.home(body, url, withPhases)).render());
    }

    @TemplateExtension
    static String json(Envelope<String> body) {
        return Json.encodePrettily(body);
    }

    @CheckedTemplate
    static final class Templates {

        static native TemplateInstance home(Envelope<String> body, String url, boolean withPhases);
    }
}
