package dev.meanwhile.lab;

import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.sse.OutboundSseEvent;
import jakarta.ws.rs.sse.Sse;

import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.jboss.logging.Logger;
import org.jboss.logging.MDC;
import org.jboss.resteasy.reactive.RestResponse;
import org.jboss.resteasy.reactive.RestResponse.ResponseBuilder;
import org.jboss.resteasy.reactive.RestStreamElementType;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;

import dev.meanwhile.api.RequestRejectedException;
import dev.meanwhile.lab.result.CallRecord;
import dev.meanwhile.lab.result.ModeResult;
import dev.meanwhile.lab.result.RunCompleted;
import dev.meanwhile.lab.result.RunPlan;
import dev.meanwhile.lab.result.RunReport;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.unchecked.Unchecked;

/** Plays a scenario, and tells of it while it plays or afterwards. */
@Path("/lab/runs")
public class LabRunResource {

    private static final Logger LOG = Logger.getLogger(LabRunResource.class);

    private final LabRunService runService;
    private final ObjectMapper json;

    LabRunResource(LabRunService runService, ObjectMapper json) {
        this.runService = runService;
        this.json = json;
    }

    /**
     * Streams the events {@code plan}, {@code call}, {@code mode} and {@code done}; who closes the stream ends the run.
     *
     * @throws RequestRejectedException if a parameter is wrong
     */
    @GET
    @Produces(MediaType.SERVER_SENT_EVENTS)
    @RestStreamElementType(MediaType.APPLICATION_JSON)
    @Operation(summary = "Play a scenario in each mode and measure it", description = "Streams the events plan, call "
            + "(every call), mode (every finished mode) and done, each with a JSON object, or answers the same as one document. "
            + "Closing the stream ends the run.")
    @APIResponse(responseCode = "200", description = "The run", content = {
            @Content(mediaType = MediaType.SERVER_SENT_EVENTS, schema = @Schema(oneOf = { RunPlan.class, CallRecord.class,
                    ModeResult.class, RunCompleted.class })),
            @Content(mediaType = MediaType.APPLICATION_JSON, schema = @Schema(implementation = RunReport.class)) })
    public Multi<OutboundSseEvent> stream(@BeanParam ScenarioParams form, @Context Sse sse) {
        // the events come on threads that know of no request
        Object id = MDC.get("requestId");
        return runService.start(form.scenario())
                // written and reported here, for RESTEasy's own report is off: it says the same of everybody who leaves
                .map(Unchecked.function(event -> sse.newEventBuilder().name(event.eventName())
                        .data(json.writeValueAsString(event)).build()))
                .onFailure().invoke(failure -> LOG.errorf(failure, "A run of the lab failed, error id %s", id));
    }

    /**
     * Answers the same as one document, when the run is over.
     *
     * @throws RequestRejectedException if a parameter is wrong
     */
    @GET
    @Produces(MediaType.APPLICATION_JSON + ";qs=0.9")
    @Operation(hidden = true)
    public Uni<RestResponse<byte[]>> report(@BeanParam ScenarioParams form) {
        // the largest has megabytes, which an event loop should not have to write
        return runService.start(form.scenario()).collect().asList().map(RunReport::of).map(Unchecked.function(this::write))
                // the type once more, for the one above has a rank
                .map(report -> ResponseBuilder.ok(report, MediaType.APPLICATION_JSON).build());
    }

    private byte[] write(RunReport report) throws JsonProcessingException {
        return json.writeValueAsBytes(report);
    }
}
