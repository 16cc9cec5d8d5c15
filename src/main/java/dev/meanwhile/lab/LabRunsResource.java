package dev.meanwhile.lab;

import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.sse.OutboundSseEvent;
import jakarta.ws.rs.sse.Sse;

import org.jboss.resteasy.reactive.RestStreamElementType;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;

import dev.meanwhile.web.Refusal;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.unchecked.Unchecked;

/** Plays a scenario, and tells of it while it plays or afterwards. */
@Path("/lab/runs")
public class LabRunsResource {

    private final LabRuns runs;
    private final ObjectMapper json;

    LabRunsResource(LabRuns runs, ObjectMapper json) {
        this.runs = runs;
        this.json = json;
    }

    /**
     * Streams the events {@code plan}, {@code call}, {@code mode} and {@code done}; who closes the stream ends the run.
     *
     * @throws Refusal if a parameter is wrong
     */
    @GET
    @Produces(MediaType.SERVER_SENT_EVENTS)
    @RestStreamElementType(MediaType.APPLICATION_JSON)
    public Multi<OutboundSseEvent> stream(@BeanParam ScenarioForm form, Sse sse) {
        return runs.play(form.scenario()).map(event -> sse.newEventBuilder()
                .name(event.eventName()).data(event).build());
    }

    /**
     * Answers the same as one document, when the run is over.
     *
     * @throws Refusal if a parameter is wrong
     */
    @GET
    @Produces(MediaType.APPLICATION_JSON + ";qs=0.9")
    public Uni<byte[]> report(@BeanParam ScenarioForm form) {
        // the largest has megabytes, which an event loop should not have to write
        return runs.play(form.scenario()).collect().asList().map(RunReport::of).map(Unchecked.function(this::write));
    }

    private byte[] write(RunReport report) throws JsonProcessingException {
        return json.writeValueAsBytes(report);
    }
}
