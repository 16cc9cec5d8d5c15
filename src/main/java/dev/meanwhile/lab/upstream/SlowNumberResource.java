package dev.meanwhile.lab.upstream;

import java.time.Duration;

import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
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
import dev.meanwhile.api.QueryParams;
import dev.meanwhile.api.RequestRejectedException;
import dev.meanwhile.client.EventLoopTimer;
import dev.meanwhile.lab.scenario.DelayFormat;
import dev.meanwhile.lab.scenario.ScenarioLimits;
import dev.meanwhile.number.NumberService;
import io.quarkus.resteasy.reactive.server.EndpointDisabled;
import io.quarkus.vertx.http.Uncompressed;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;

/** The numeric API with a delay and optional failures. The delay is a timer, which occupies no thread. */
@Path("/lab/upstream")
@EndpointDisabled(name = "meanwhile.lab.enabled", stringValue = "false")
@Produces(MediaType.APPLICATION_JSON)
public class SlowNumberResource {

    // the delay and the jitter of a scenario, which is at most the delay
    private static final int MAX_DELAY_SECONDS = 2 * ScenarioLimits.MAX_DELAY_SECONDS;

    private final NumberService numbers;
    private final EventLoopTimer timer;
    private final InFlightCounter inFlight;

    SlowNumberResource(NumberService numbers, EventLoopTimer timer, InFlightCounter inFlight) {
        this.numbers = numbers;
        this.timer = timer;
        this.inFlight = inFlight;
    }

    /**
     * Returns the response of the numeric API after a delay.
     *
     * @param number decimal digits without a sign
     * @param delay 0 to 4 s, such as {@code 200ms}
     * @param fail {@code true} for a response with status 503 after the same delay
     * @throws RequestRejectedException with status 400 if a parameter is wrong
     */
    @GET
    @Uncompressed
    @Path("/{number: [0-9]+}")
    @Operation(summary = "Return a number after a delay, or fail after it: the upstream of the lab")
    public Uni<RestResponse<Envelope<?>>> number(
            @Parameter(description = "Decimal digits, no sign", example = "7") @RestPath("number") String number,
            @Parameter(description = "0 to " + MAX_DELAY_SECONDS
                    + "s, such as 200ms", example = "10ms") @RestQuery("delay") @DefaultValue("200ms") String delay,
            @Parameter(description = "true for status 503", example = "false") @RestQuery("fail") @DefaultValue("false") String fail,
            @Context RoutingContext context) {
        Duration duration = DelayFormat.parse("delay", QueryParams.read(context, "delay", delay));
        ScenarioLimits.requireDelay("delay", duration, Duration.ofSeconds(MAX_DELAY_SECONDS));
        RestResponse<Envelope<?>> response = parseFail(QueryParams.read(context, "fail", fail)) ? requestedFailure()
                : RestResponse.ok(Envelope.success(numbers.normalize(number)));
        return inFlight.count(timer.delay(duration)).map(elapsed -> response);
    }

    // Boolean.parseBoolean would accept any text as false
    private static boolean parseFail(String fail) {
        return switch (fail) {
            case "true" -> true;
            case "false" -> false;
            default -> throw ScenarioLimits.rejected("fail", "true or false", ScenarioLimits.quoted(fail));
        };
    }

    private static RestResponse<Envelope<?>> requestedFailure() {
        return ResponseBuilder
                .<Envelope<?>> create(Status.SERVICE_UNAVAILABLE, Envelope.failure("This failure was requested by fail=true."))
                .header(HttpHeaders.RETRY_AFTER, 2)
                .build();
    }
}
