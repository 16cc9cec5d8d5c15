package dev.meanwhile.lab.upstream;

import java.time.Duration;

import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;

import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;
import org.jboss.resteasy.reactive.RestResponse;
import org.jboss.resteasy.reactive.RestResponse.ResponseBuilder;
import org.jboss.resteasy.reactive.RestResponse.Status;

import dev.meanwhile.api.Envelope;
import dev.meanwhile.api.RequestRejectedException;
import dev.meanwhile.client.EventLoopTimer;
import dev.meanwhile.lab.scenario.DelayFormat;
import dev.meanwhile.lab.scenario.Scenario;
import dev.meanwhile.number.NumberResource;
import io.quarkus.vertx.http.Uncompressed;
import io.smallrye.mutiny.Uni;

/** The numeric API again, but slow: it waits on a timer, and no thread waits with it. */
@Path("/lab/upstream")
@Produces(MediaType.APPLICATION_JSON)
public class SlowNumberResource {

    // delay and jitter of a scenario together
    private static final Duration MAX_DELAY = Scenario.MAX_DELAY.multipliedBy(2);

    private final NumberResource numbers;
    private final EventLoopTimer timer;
    private final InFlightCounter inFlight;

    SlowNumberResource(NumberResource numbers, EventLoopTimer timer, InFlightCounter inFlight) {
        this.numbers = numbers;
        this.timer = timer;
        this.inFlight = inFlight;
    }

    /**
     * Answers what {@link NumberResource#number} answers, later.
     *
     * @param delay 0 to 4 s, written such as {@code 200ms}
     * @param fail {@code true} for a 503 instead, after the same delay
     * @throws RequestRejectedException if one of them is neither
     */
    @GET
    @Uncompressed
    @Path("/{number: [0-9]+}")
    @Operation(summary = "Answer a number late, or fail late: what the lab calls")
    public Uni<RestResponse<Envelope<?>>> number(
            @Parameter(description = "Decimal digits, no sign", example = "7") @RestPath("number") String number,
            @Parameter(description = "From 0 to 4s, written such as 200ms", example = "10ms") @RestQuery("delay") @DefaultValue("200ms") String delay,
            @Parameter(description = "true for a 503 instead", example = "false") @RestQuery("fail") @DefaultValue("false") String fail) {
        Duration duration = DelayFormat.parse("delay", delay);
        if (duration.compareTo(MAX_DELAY) > 0) {
            throw new RequestRejectedException(400, "delay must be from 0 to " + DelayFormat.format(MAX_DELAY) + ".");
        }
        if (!"true".equals(fail) && !"false".equals(fail)) {
            throw new RequestRejectedException(400, "fail must be true or false.");
        }
        RestResponse<Envelope<?>> response = "true".equals(fail) ? requestedFailure() : RestResponse.ok(numbers.number(number));
        return inFlight.count(timer.delay(duration)).map(elapsed -> response);
    }

    private static RestResponse<Envelope<?>> requestedFailure() {
        return ResponseBuilder
                .<Envelope<?>> create(Status.SERVICE_UNAVAILABLE, Envelope.failure("This call failed, as it was asked to."))
                .header(HttpHeaders.RETRY_AFTER, 2)
                .build();
    }
}
