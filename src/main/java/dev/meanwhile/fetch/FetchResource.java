package dev.meanwhile.fetch;

import java.util.List;
import java.util.stream.Stream;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;

import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.jboss.resteasy.reactive.RestHeader;
import org.jboss.resteasy.reactive.RestQuery;

import dev.meanwhile.api.Envelope;
import dev.meanwhile.api.Representations;
import dev.meanwhile.api.RequestRejectedException;
import dev.meanwhile.ui.PageLanguage;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateExtension;
import io.quarkus.qute.TemplateInstance;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;

/** Fetches JSON documents: returns them as JSON, or as a page with a form for browsers. */
@Path("/")
@Representations({ MediaType.APPLICATION_JSON, MediaType.TEXT_HTML })
public class FetchResource {

    static final int MAX_URLS = 16;

    private static final String EXAMPLE = "http://localhost:8080/api/7";

    private final FetchService service;
    private final DocumentMemory memory;

    FetchResource(FetchService service, DocumentMemory memory) {
        this.service = service;
        this.memory = memory;
    }

    /**
     * Fetches one JSON document.
     *
     * @throws RequestRejectedException with status 400 if there is not exactly one {@code url}, 403 if this service sent the
     *         request
     */
    @GET
    @Path("/fetch")
    @Operation(summary = "Fetch one JSON document from an allowed origin; browsers get a page")
    @Produces(MediaType.APPLICATION_JSON)
    public Uni<Envelope<JsonDocument>> fetch(
            @Parameter(description = "An absolute URL of an allowed origin", example = EXAMPLE) @RestQuery("url") List<String> url,
            @Parameter(hidden = true) @RestHeader(CdnLoop.HEADER) List<String> loop, @Context RoutingContext context) {
        rejectFetchLoop(loop);
        if (url.size() != 1) {
            throw new RequestRejectedException(400,
                    "url must be given once, but was given " + url.size() + " times. /gather accepts several URLs.");
        }
        return service.fetch(url.get(0), memory.reserveFor(context)).map(Envelope::success);
    }

    /**
     * Fetches several JSON documents concurrently. Each URL has its own result.
     *
     * @throws RequestRejectedException with status 400 for no URL or more than {@value #MAX_URLS}, 403 if this service sent the
     *         request
     */
    @GET
    @Path("/gather")
    @Operation(summary = "Fetch up to 16 JSON documents concurrently, each with its own result; browsers get a page")
    @Produces(MediaType.APPLICATION_JSON)
    public Uni<Envelope<List<FetchResult>>> gather(
            @Parameter(description = "Absolute URLs of allowed origins, repeated", example = EXAMPLE) @RestQuery("url") List<String> url,
            @Parameter(hidden = true) @RestHeader(CdnLoop.HEADER) List<String> loop, @Context RoutingContext context) {
        rejectFetchLoop(loop);
        if (url.isEmpty()) {
            throw new RequestRejectedException(400, "url must be given at least once.");
        }
        return gather(url, context).map(Envelope::success);
    }

    @GET
    @Path("/fetch")
    @Produces(MediaType.TEXT_HTML)
    @APIResponse(responseCode = "200", description = "A form, and the results of the URLs", content = @Content(mediaType = MediaType.TEXT_HTML))
    public Uni<String> fetchPage(@RestQuery("url") List<String> url,
            @Parameter(hidden = true) @RestHeader(CdnLoop.HEADER) List<String> loop, @Context RoutingContext context) {
        return page(url, loop, context);
    }

    @GET
    @Path("/gather")
    @Produces(MediaType.TEXT_HTML)
    @APIResponse(responseCode = "200", description = "A form, and the results of the URLs", content = @Content(mediaType = MediaType.TEXT_HTML))
    public Uni<String> gatherPage(@RestQuery("url") List<String> url,
            @Parameter(hidden = true) @RestHeader(CdnLoop.HEADER) List<String> loop, @Context RoutingContext context) {
        return page(url, loop, context);
    }

    private Uni<String> page(List<String> url, List<String> loop, RoutingContext context) {
        rejectFetchLoop(loop);
        List<String> urls = url.stream().flatMap(lines -> Stream.of(lines.split("\\s+"))).filter(line -> !line.isEmpty())
                .toList();
        return (urls.isEmpty() ? Uni.createFrom().item(List.<FetchResult> of()) : gather(urls, context))
                .chain(results -> PageLanguage.render(Templates.page(urls, results), context));
    }

    private Uni<List<FetchResult>> gather(List<String> urls, RoutingContext context) {
        if (urls.size() > MAX_URLS) {
            throw new RequestRejectedException(400,
                    "url must be given at most " + MAX_URLS + " times, but was given " + urls.size() + " times.");
        }
        return service.fetchAll(urls, memory.reserveFor(context));
    }

    private static void rejectFetchLoop(List<String> loop) {
        if (CdnLoop.namesThisService(loop)) {
            throw new RequestRejectedException(403, "This service does not fetch documents for its own requests.");
        }
    }

    /** The duration that the bars of the page are relative to. */
    @TemplateExtension
    static long maxMillis(List<FetchResult> results) {
        return results.stream().mapToLong(FetchResult::millis).max().orElse(0);
    }

    @CheckedTemplate
    static final class Templates {

        static native TemplateInstance page(List<String> urls, List<FetchResult> results);
    }
}
