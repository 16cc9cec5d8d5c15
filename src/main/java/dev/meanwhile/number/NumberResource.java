package dev.meanwhile.number;

import java.util.regex.Pattern;

import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;

import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.jboss.resteasy.reactive.Cache;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;

import dev.meanwhile.api.Envelope;
import dev.meanwhile.api.QueryParams;
import dev.meanwhile.api.RequestRejectedException;
import io.quarkus.vertx.http.Uncompressed;
import io.smallrye.common.annotation.NonBlocking;
import io.vertx.ext.web.RoutingContext;

/** The numeric API. Its responses are shorter than their compressed form, so they are not compressed. */
@Path("/api")
@NonBlocking
public class NumberResource {

    private static final Pattern INTEGER = Pattern.compile("-?[0-9]{1,18}");

    private final NumberService numbers;

    NumberResource(NumberService numbers) {
        this.numbers = numbers;
    }

    /**
     * Returns {@code number} without leading zeros.
     *
     * @param number decimal digits without a sign, the values that {@code <int:number>} matches in a Flask route
     * @throws RequestRejectedException with status 400 for too many digits
     */
    @GET
    @Uncompressed
    @Cache(maxAge = 3600)
    @Path("/{number: [0-9]+}")
    @Operation(summary = "Return a number of up to 1,000 decimal digits, without leading zeros")
    public Envelope<String> number(
            @Parameter(description = "Decimal digits, no sign", example = "007") @RestPath("number") String number) {
        return Envelope.success(numbers.normalize(number));
    }

    /**
     * Returns a random number from {@code min} to {@code max}, both included.
     *
     * @throws RequestRejectedException with status 400 if {@code min} or {@code max} is not a 32-bit integer, or {@code min} is
     *         greater than {@code max}
     */
    @GET
    @Uncompressed
    @Path("/random")
    @Operation(summary = "Return a random number from min to max, both included")
    public Envelope<String> random(
            @Parameter(description = "Smallest number, a 32-bit integer", example = "1") @RestQuery("min") @DefaultValue("1") String min,
            @Parameter(description = "Largest number, a 32-bit integer", example = "10") @RestQuery("max") @DefaultValue("10") String max,
            @Context RoutingContext context) {
        return random(QueryParams.read(context, "min", min), QueryParams.read(context, "max", max));
    }

    Envelope<String> random(String min, String max) {
        return Envelope.success(String.valueOf(numbers.random(parseInt32("min", min), parseInt32("max", max))));
    }

    // A parameter of type int would be a 404 if it is not an integer (Jakarta REST 3.2), and Java parses digits of all scripts.
    private static int parseInt32(String name, String value) {
        if (INTEGER.matcher(value).matches()) {
            long integer = Long.parseLong(value);
            if (integer == (int) integer) {
                return (int) integer;
            }
        }
        throw new RequestRejectedException(400, name + " must be an integer from " + Integer.MIN_VALUE + " to "
                + Integer.MAX_VALUE + ", but was '" + value + "'.");
    }
}
