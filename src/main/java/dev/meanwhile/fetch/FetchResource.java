package dev.meanwhile.fetch;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import jakarta.enterprise.event.Observes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;

import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.jboss.resteasy.reactive.RestHeader;
import org.jboss.resteasy.reactive.RestQuery;

import dev.meanwhile.api.Envelope;
import dev.meanwhile.api.RequestRejectedException;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateExtension;
import io.quarkus.qute.TemplateInstance;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.Router;

/** Fetches JSON documents for its callers: for programs as JSON, for people as a page. */
@Path("/")
public class FetchResource {

    static final int MAX_URLS = 16;

    private static final String EXAMPLE = "http://localhost:8080/api/7";
    private static final Pattern COMMA = Pattern.compile(",");
    private static final int EXCERPT = 400;
    private static final int VERY_EARLY = -1_000;

    private final FetchService client;

    FetchResource(FetchService client) {
        this.client = client;
    }

    // on the router, so that errors have it too
    void varyByAccept(@Observes Router router) {
        router.routeWithRegex("/(fetch|gather)/?").order(VERY_EARLY).handler(context -> {
            context.response().putHeader(HttpHeaders.VARY, HttpHeaders.ACCEPT);
            context.next();
        });
    }

    /**
     * Fetches one JSON document.
     *
     * @throws RequestRejectedException if there is not exactly one {@code url}, or the request has come from ourselves
     */
    @GET
    @Path("/fetch")
    @Operation(summary = "Fetch one JSON document from an origin that is allowed; for browsers a page")
    @Produces(MediaType.APPLICATION_JSON)
    public Uni<Envelope<JsonDocument>> fetch(
            @Parameter(description = "An absolute URL of an origin that is allowed", example = EXAMPLE) @RestQuery("url") List<String> url,
            @Parameter(hidden = true) @RestHeader(FetchHttpClient.LOOP_HEADER) List<String> loop) {
        refuseOurselves(loop);
        if (url.size() != 1) {
            throw new RequestRejectedException(400, "Give one url; /gather takes several.");
        }
        return client.fetch(url.get(0)).map(Envelope::success);
    }

    /**
     * Fetches many JSON documents at the same time; each has an outcome of its own.
     *
     * @throws RequestRejectedException if there are none or more than {@value #MAX_URLS}, or the request has come from
     *         ourselves
     */
    @GET
    @Path("/gather")
    @Operation(summary = "Fetch up to 16 JSON documents at the same time, each with its own outcome; for browsers a page")
    @Produces(MediaType.APPLICATION_JSON)
    public Uni<Envelope<List<FetchResult>>> gather(
            @Parameter(description = "Absolute URLs of origins that are allowed, repeated", example = EXAMPLE) @RestQuery("url") List<String> url,
            @Parameter(hidden = true) @RestHeader(FetchHttpClient.LOOP_HEADER) List<String> loop) {
        refuseOurselves(loop);
        if (url.isEmpty()) {
            throw new RequestRejectedException(400, "Give at least one url.");
        }
        return gather(url).map(Envelope::success);
    }

    @GET
    @Path("/fetch")
    @Produces(MediaType.TEXT_HTML)
    @APIResponse(responseCode = "200", description = "A form, and what became of the URLs", content = @Content(mediaType = MediaType.TEXT_HTML))
    public Uni<TemplateInstance> fetchPage(@RestQuery("url") List<String> url,
            @Parameter(hidden = true) @RestHeader(FetchHttpClient.LOOP_HEADER) List<String> loop) {
        return page(url, loop);
    }

    @GET
    @Path("/gather")
    @Produces(MediaType.TEXT_HTML)
    @APIResponse(responseCode = "200", description = "A form, and what became of the URLs", content = @Content(mediaType = MediaType.TEXT_HTML))
    public Uni<TemplateInstance> gatherPage(@RestQuery("url") List<String> url,
            @Parameter(hidden = true) @RestHeader(FetchHttpClient.LOOP_HEADER) List<String> loop) {
        return page(url, loop);
    }

    private Uni<TemplateInstance> page(List<String> url, List<String> loop) {
        refuseOurselves(loop);
        List<String> urls = url.stream().flatMap(lines -> Stream.of(lines.split("\\s+"))).filter(line -> !line.isEmpty())
                .toList();
        return (urls.isEmpty() ? Uni.createFrom().item(List.<FetchResult> of()) : gather(urls))
                .map(outcomes -> Templates.page(urls, outcomes));
    }

    private Uni<List<FetchResult>> gather(List<String> urls) {
        if (urls.size() > MAX_URLS) {
            throw new RequestRejectedException(400, "Give at most " + MAX_URLS + " URLs.");
        }
        return client.gather(urls);
    }

    private static void refuseOurselves(List<String> loop) {
        boolean ours = loop.stream().flatMap(COMMA::splitAsStream)
                .anyMatch(mark -> mark.strip().equals(FetchHttpClient.LOOP_MARK));
        if (ours) {
            throw new RequestRejectedException(403, "This service does not fetch for itself.");
        }
    }

    /** The time that the bars are drawn against. */
    @TemplateExtension
    static long slowestMillis(List<FetchResult> outcomes) {
        return outcomes.stream().mapToLong(FetchResult::millis).max().orElse(0);
    }

    /** The beginning of the document, as much of it as somebody may want to read. */
    @TemplateExtension
    static String excerpt(FetchResult outcome) {
        String text = outcome.data() instanceof JsonDocument document ? document.text() : "";
        return text.length() <= EXCERPT ? text : text.substring(0, EXCERPT) + " …";
    }

    @CheckedTemplate
    static final class Templates {

        static native TemplateInstance page(List<String> urls, List<FetchResult> outcomes);
    }
}
