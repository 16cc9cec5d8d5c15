package dev.meanwhile.number;

import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;

import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;

import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.jboss.resteasy.reactive.Cache;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;

import dev.meanwhile.api.Envelope;
import dev.meanwhile.api.RequestRejectedException;
import io.quarkus.vertx.http.Uncompressed;
import io.smallrye.common.annotation.NonBlocking;

/** The numeric API: answers a number with that number, in fewer bytes than compressing them would take. */
@Path("/api")
@NonBlocking
public class NumberResource {

    static final int MAX_DIGITS = 1_000;

    private static final Pattern INTEGER = Pattern.compile("-?[0-9]{1,18}");

    /**
     * Answers {@code number} without its leading zeros.
     *
     * @param number decimal digits only, no sign: what {@code <int:number>} of Flask's routes accepts
     * @throws RequestRejectedException if it has more than {@value #MAX_DIGITS} digits
     */
    @GET
    @Uncompressed
    @Cache(maxAge = 3600)
    @Path("/{number: [0-9]+}")
    @Operation(summary = "Answer a number of up to 1,000 decimal digits, without its leading zeros")
    public Envelope<String> number(
            @Parameter(description = "Decimal digits, no sign", example = "007") @RestPath("number") String number) {
        if (number.length() > MAX_DIGITS) {
            throw new RequestRejectedException(400, "A number has at most 1,000 digits here.");
        }
        int firstDigit = 0;
        while (firstDigit < number.length() - 1 && number.charAt(firstDigit) == '0') {
            firstDigit++;
        }
        return Envelope.success(number.substring(firstDigit));
    }

    /**
     * Answers a random number, {@code min} and {@code max} included.
     *
     * @throws RequestRejectedException if one of them is not a 32-bit integer, or {@code min} is above {@code max}
     */
    @GET
    @Uncompressed
    @Path("/random")
    @Operation(summary = "Answer a random number, min and max included")
    public Envelope<String> random(
            @Parameter(description = "The least", example = "1") @RestQuery("min") @DefaultValue("1") String min,
            @Parameter(description = "The most, of 32 bits as well", example = "10") @RestQuery("max") @DefaultValue("10") String max) {
        long lowest = integer("min", min);
        long highest = integer("max", max);
        if (lowest > highest) {
            throw new RequestRejectedException(400, "min is " + min + ", but must not be above max, which is " + max + ".");
        }
        return Envelope.success(String.valueOf(ThreadLocalRandom.current().nextLong(lowest, highest + 1)));
    }

    // JAX-RS would answer 404 to a parameter that it cannot convert, and Java reads the digits of any script
    private static int integer(String name, String value) {
        if (INTEGER.matcher(value).matches()) {
            long integer = Long.parseLong(value);
            if (integer == (int) integer) {
                return (int) integer;
            }
        }
        throw new RequestRejectedException(400,
                name + " must be an integer from " + Integer.MIN_VALUE + " to " + Integer.MAX_VALUE + ".");
    }
}
