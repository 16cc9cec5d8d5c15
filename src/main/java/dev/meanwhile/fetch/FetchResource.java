package dev.meanwhile.fetch;

import java.util.List;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;

import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.jboss.resteasy.reactive.RestHeader;
import org.jboss.resteasy.reactive.RestQuery;

import dev.meanwhile.api.Envelope;
import dev.meanwhile.api.Representations;
import dev.meanwhile.api.RequestRejectedException;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;

/** Fetches JSON documents and returns them as JSON. Browsers get the page of {@code fetch.page} instead. */
@Path("/")
@Representations({ MediaType.APPLICATION_JSON, MediaType.TEXT_HTML })
public class FetchResource {

    /** Maximum number of URLs of one request. */
    public static final int MAX_URLS = 16;

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
            @Parameter(description = "An absolute URL of an allowed origin") @RestQuery("url") List<String> url,
            @Parameter(hidden = true) @RestHeader(CdnLoop.HEADER) List<String> loop, @Context RoutingContext context) {
        CdnLoop.reject(loop);
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
            @Parameter(description = "Absolute URLs of allowed origins, repeated") @RestQuery("url") List<String> url,
            @Parameter(hidden = true) @RestHeader(CdnLoop.HEADER) List<String> loop, @Context RoutingContext context) {
        CdnLoop.reject(loop);
        if (url.isEmpty()) {
            throw new RequestRejectedException(400, "url must be given at least once.");
        }
        if (url.size() > MAX_URLS) {
            throw new RequestRejectedException(400,
                    "url must be given at most " + MAX_URLS + " times, but was given " + url.size() + " times.");
        }
        return service.fetchAll(url, memory.reserveFor(context)).map(Envelope::success);
    }
}
