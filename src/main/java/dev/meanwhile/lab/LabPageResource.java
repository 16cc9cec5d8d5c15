package dev.meanwhile.lab;

import java.util.List;
import java.util.stream.Collectors;
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

import dev.meanwhile.lab.engine.VirtualThreads;
import dev.meanwhile.lab.scenario.Mode;
import dev.meanwhile.ui.PageLanguage;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import io.quarkus.resteasy.reactive.server.EndpointDisabled;
import io.smallrye.common.annotation.NonBlocking;
import io.smallrye.mutiny.Uni;
import io.vertx.core.MultiMap;
import io.vertx.ext.web.RoutingContext;

/** Renders the page of the lab: a form with the scenario of the query parameters, and the results of a run. */
@Path("/lab")
@EndpointDisabled(name = "meanwhile.lab.enabled", stringValue = "false")
@NonBlocking
public class LabPageResource {

    private static final String POLICY = "Content-Security-Policy";
    private static final String NO_FRAMES = "frame-ancestors 'none'";

    /** The directive that allows other pages to show this one in a frame; null if none may. */
    private final String frameAncestors;

    LabPageResource(LabConfig config) {
        frameAncestors = config.embedOrigins().map(origins -> "frame-ancestors " + String.join(" ", origins)).orElse(null);
    }

    /** Renders the received values, including invalid ones, and the message with which a run would be rejected. */
    @GET
    @Produces(MediaType.TEXT_HTML)
    @Operation(summary = "Lab page")
    @APIResponse(responseCode = "200", description = "Form of a scenario, and the results of a run", content = @Content(mediaType = MediaType.TEXT_HTML))
    public Uni<String> lab(@BeanParam ScenarioParams form, UriInfo uriInfo, @Context RoutingContext context) {
        form.read(context);
        allowFrames(context.response().headers());
        PresetMessages messages = PageLanguage.of(context.request()).messages(PresetMessages.class);
        String query = uriInfo.getRequestUri().getRawQuery();
        List<Lane> lanes = Stream.of(Mode.values())
                .map(mode -> new Lane(mode.title(), note(mode, messages), mode != Mode.VIRTUAL || VirtualThreads.AVAILABLE,
                        form.includes(mode),
                        Snippets.JAVA.get(mode), Snippets.PYTHON.get(mode)))
                .toList();
        return PageLanguage.render(Templates.lab(form, form.error(), lanes, Preset.all(messages), scenarioQuery(query),
                runUrl(uriInfo, query)), context);
    }

    // SecurityHeadersFilter has set the headers. X-Frame-Options can express no list of origins.
    private void allowFrames(MultiMap headers) {
        if (frameAncestors != null) {
            headers.set(POLICY, headers.get(POLICY).replace(NO_FRAMES, frameAncestors)).remove("X-Frame-Options");
        }
    }

    private static String scenarioQuery(String query) {
        return query == null ? ""
                : Stream.of(query.split("&")).filter(param -> !param.startsWith("lang=")).collect(Collectors.joining("&"));
    }

    // The page shows the URL between single quotes for a shell. The client chooses its host and its query.
    private static String runUrl(UriInfo uriInfo, String query) {
        return uriInfo.getBaseUriBuilder().path("lab/runs").replaceQuery(query).build().toString().replace("'", "%27");
    }

    private static String note(Mode mode, PresetMessages messages) {
        return switch (mode) {
            case SEQUENTIAL -> messages.sequentialNote();
            case POOL -> messages.poolNote();
            case VIRTUAL -> messages.virtualNote();
            case REACTIVE -> messages.reactiveNote();
        };
    }

    /**
     * @param available whether this JVM can execute the mode
     * @param java the code of the mode, from the source of its runner
     * @param python the same in Python; null if Python has no counterpart
     */
    record Lane(String mode, String note, boolean available, boolean selected, String java, String python) {
    }

    @CheckedTemplate
    static final class Templates {

        /**
         * @param error why a run of the form's scenario would be rejected; null if it would be accepted
         * @param scenarioQuery the query of the page without its language
         * @param runUrl the run of the page's scenario
         */
        static native TemplateInstance lab(ScenarioParams form, String error, List<Lane> lanes, List<Preset> presets,
                String scenarioQuery, String runUrl);
    }
}
