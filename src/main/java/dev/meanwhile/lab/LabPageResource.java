package dev.meanwhile.lab;

import java.util.List;
import java.util.stream.Stream;

import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;

import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;

import dev.meanwhile.lab.scenario.Mode;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import io.quarkus.resteasy.reactive.server.EndpointDisabled;
import io.smallrye.common.annotation.NonBlocking;
import io.vertx.ext.web.RoutingContext;

/** Renders the page of the lab: a form with the scenario of the query parameters, and the results of a run. */
@Path("/lab")
@EndpointDisabled(name = "meanwhile.lab.enabled", stringValue = "false")
@NonBlocking
public class LabPageResource {

    private static final List<Preset> PRESETS = List.of(
            new Preset("One visitor", "users=1&calls=5&delay=200ms"),
            new Preset("A busy minute", "users=100&calls=5&delay=200ms"),
            new Preset("A slow upstream", "users=20&calls=5&delay=1s&jitter=500ms"),
            new Preset("A failing upstream", "users=50&calls=4&delay=100ms&jitter=50ms&failures=0.2"));

    /** Renders the received values, wrong ones included. The run rejects them with a message. */
    @GET
    @Produces(MediaType.TEXT_HTML)
    @Operation(summary = "Lab page")
    @APIResponse(responseCode = "200", description = "Form of a scenario, and the results of a run", content = @Content(mediaType = MediaType.TEXT_HTML))
    public TemplateInstance lab(@BeanParam ScenarioParams form, UriInfo uriInfo, @Context RoutingContext context) {
        String query = uriInfo.getRequestUri().getRawQuery();
        List<Lane> lanes = Stream.of(Mode.values()).map(mode -> new Lane(mode.title(), note(mode), form.includes(mode)))
                .toList();
        return Templates.lab(form.read(context), lanes, PRESETS, query == null ? "" : query, runUrl(uriInfo, query));
    }

    // The page shows the URL between single quotes for a shell. The client chooses its host and its query.
    private static String runUrl(UriInfo uriInfo, String query) {
        return uriInfo.getBaseUriBuilder().path("lab/runs").replaceQuery(query).build().toString().replace("'", "%27");
    }

    private static String note(Mode mode) {
        return switch (mode) {
            case SEQUENTIAL -> "one call after another, on a pool thread";
            case POOL -> "each call on a thread of a bounded pool";
            case VIRTUAL -> "each call on a new virtual thread";
            case REACTIVE -> "all calls joined, on the event loops";
        };
    }

    record Preset(String name, String query) {
    }

    record Lane(String mode, String note, boolean selected) {
    }

    @CheckedTemplate
    static final class Templates {

        static native TemplateInstance lab(ScenarioParams form, List<Lane> lanes, List<Preset> presets, String query,
                String runUrl);
    }
}
