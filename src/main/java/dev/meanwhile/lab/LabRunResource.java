package dev.meanwhile.lab;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.sse.OutboundSseEvent;
import jakarta.ws.rs.sse.Sse;

import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.jboss.logging.Logger;
import org.jboss.logging.MDC;
import org.jboss.resteasy.reactive.ResponseHeader;
import org.jboss.resteasy.reactive.RestHeader;
import org.jboss.resteasy.reactive.RestResponse;
import org.jboss.resteasy.reactive.RestResponse.ResponseBuilder;
import org.jboss.resteasy.reactive.RestStreamElementType;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;

import dev.meanwhile.api.Representations;
import dev.meanwhile.api.RequestRejectedException;
import dev.meanwhile.lab.result.RunCompleted;
import dev.meanwhile.lab.result.RunEvent;
import dev.meanwhile.lab.result.RunReport;
import dev.meanwhile.lab.scenario.Scenario;
import dev.meanwhile.lab.summary.SummaryMessages;
import dev.meanwhile.lab.summary.TextReport;
import dev.meanwhile.ui.Language;
import io.quarkus.resteasy.reactive.server.EndpointDisabled;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.unchecked.Unchecked;
import io.vertx.ext.web.RoutingContext;

/**
 * Runs a scenario, and returns its results as server-sent events, as one JSON document or as a table. HEAD runs nothing. The
 * class is longer than 150 lines, because a third of it describes the operation for OpenAPI.
 */
@Path("/lab/runs")
@Representations({ MediaType.SERVER_SENT_EVENTS, MediaType.APPLICATION_JSON, MediaType.TEXT_PLAIN })
@EndpointDisabled(name = "meanwhile.lab.enabled", stringValue = "false")
public class LabRunResource {

    private static final Logger LOG = Logger.getLogger(LabRunResource.class);

    private final LabRunService runService;
    private final ObjectMapper json;

    LabRunResource(LabRunService runService, ObjectMapper json) {
        this.runService = runService;
        this.json = json;
    }

    /**
     * Streams the events {@code plan}, {@code call}, {@code timeline}, {@code mode} and {@code done}, which also reports an
     * internal error. Closing the stream cancels the run. An {@code EventSource} reconnects when the stream ends. Status 204
     * makes it stop. The run whose events it received has ended with its connection.
     *
     * @param lastEventId the ID of the last event before an {@code EventSource} reconnects
     * @throws RequestRejectedException with status 400 if a parameter is wrong, 429 if another run is active
     */
    @GET
    @Produces(MediaType.SERVER_SENT_EVENTS)
    @RestStreamElementType(MediaType.APPLICATION_JSON)
    // nginx would otherwise collect the events before it sends them
    @ResponseHeader(name = "X-Accel-Buffering", value = "no")
    @Operation(summary = "Run a scenario in each mode and measure it", description = "Streams the events plan, call "
            + "(for each call), timeline (for each repeat of a mode), mode (for each completed mode) and done, each with a JSON "
            + "object, or returns the same as one document or as a table. Closing the stream cancels the run. A request with "
            + "Last-Event-ID, as an EventSource sends it when it reconnects, starts no run.")
    @APIResponse(responseCode = "200", description = "The run", content = {
            @Content(mediaType = MediaType.SERVER_SENT_EVENTS, schema = @Schema(implementation = String.class, description = "Each event "
                    + "has an id, a name and a JSON object as data. The schema of the data is RunPlan for plan, CallRecord for call, "
                    + "Timeline for timeline, ModeResult for mode, and RunCompleted for done.")),
            @Content(mediaType = MediaType.APPLICATION_JSON, schema = @Schema(implementation = RunReport.class)),
            @Content(mediaType = MediaType.TEXT_PLAIN, schema = @Schema(implementation = String.class)) })
    @APIResponse(responseCode = "204", description = "The request has a Last-Event-ID, and its run has ended")
    public Multi<OutboundSseEvent> stream(@BeanParam ScenarioParams form, @Context Sse sse, Request request,
            @Context RoutingContext context,
            @Parameter(hidden = true) @RestHeader(HttpHeaders.LAST_EVENT_ID_HEADER) String lastEventId) {
        if (lastEventId != null && !lastEventId.isEmpty()) {
            throw new WebApplicationException(Response.Status.NO_CONTENT);
        }
        Scenario scenario = form.read(context).scenario();
        if (isHead(request)) {
            runService.validate(scenario);
            return Multi.createFrom().empty();
        }
        // read now, because the events arrive on worker threads without the MDC of the request
        Object id = MDC.get("requestId");
        long startNanos = System.nanoTime();
        AtomicInteger events = new AtomicInteger();
        return runService.start(scenario, form.language(context))
                // serialized and logged here, because RESTEasy's log category is off, which also logs each client that
                // disconnects
                .map(Unchecked.function(event -> toServerSentEvent(sse, events.incrementAndGet(), event)))
                .onFailure().invoke(failure -> LOG.errorf(failure, "Lab run failed, error id %s", id))
                // the status was sent with the first event, so an event reports the failure
                .onFailure().recoverWithItem(Unchecked.function(failure -> toServerSentEvent(sse, events.incrementAndGet(),
                        RunCompleted.early((System.nanoTime() - startNanos) / 1e9,
                                Language.messages(SummaryMessages.class, form.language(context))
                                        .internalError(String.valueOf(id))))));
    }

    private OutboundSseEvent toServerSentEvent(Sse sse, int id, RunEvent event) throws JsonProcessingException {
        return sse.newEventBuilder().id(String.valueOf(id)).name(event.eventName()).data(json.writeValueAsString(event))
                .build();
    }

    /**
     * Returns the events of the run as one document when it is complete. Closing the connection cancels the run.
     *
     * @throws RequestRejectedException with status 400 if a parameter is wrong, 429 if another run is active
     */
    @GET
    @Produces(MediaType.APPLICATION_JSON + ";qs=0.9")
    @Operation(hidden = true)
    public Uni<RestResponse<byte[]>> report(@BeanParam ScenarioParams form, Request request, @Context RoutingContext context) {
        // a large report has megabytes, so it is serialized on the worker thread of the events, not on an event loop
        return complete(form, request, context, Unchecked.function(json::writeValueAsBytes), new byte[0],
                MediaType.APPLICATION_JSON);
    }

    /**
     * Returns the result of the run as a table for a terminal when it is complete. Closing the connection cancels the run.
     *
     * @throws RequestRejectedException with status 400 if a parameter is wrong, 429 if another run is active
     */
    @GET
    @Produces(MediaType.TEXT_PLAIN + ";qs=0.8")
    @Operation(hidden = true)
    public Uni<RestResponse<String>> table(@BeanParam ScenarioParams form, Request request, @Context RoutingContext context) {
        return complete(form, request, context, TextReport::of, "", MediaType.TEXT_PLAIN + ";charset=UTF-8");
    }

    private <T> Uni<RestResponse<T>> complete(ScenarioParams form, Request request, RoutingContext context,
            Function<RunReport, T> format, T empty, String mediaType) {
        Scenario scenario = form.read(context).scenario();
        Uni<T> body;
        if (isHead(request)) {
            runService.validate(scenario);
            body = Uni.createFrom().item(empty);
        } else {
            body = runService.start(scenario, form.documentLanguage()).collect().asList().map(RunReport::of).map(format);
        }
        // the type is set explicitly, because the one in @Produces has a quality factor
        return body.map(complete -> ResponseBuilder.ok(complete, mediaType).build());
    }

    // The response to HEAD has no body that could show a run, and a client cannot cancel a run after a complete response.
    private static boolean isHead(Request request) {
        return HttpMethod.HEAD.equals(request.getMethod());
    }
}
