package dev.meanwhile.lab;

import java.time.Duration;

import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;

import org.jboss.resteasy.reactive.RestQuery;

import dev.meanwhile.number.NumberResource;
import dev.meanwhile.web.Envelope;
import dev.meanwhile.web.Refusal;
import io.smallrye.mutiny.Uni;

/** The numeric API again, but slow: it waits on a timer, and no thread waits with it. */
@Path("/lab/upstream")
public class LabUpstreamResource {

    // delay and jitter of a scenario together
    private static final Duration MAX_DELAY = Scenario.MAX_DELAY.multipliedBy(2);

    private final NumberResource numbers;
    private final EventLoops eventLoops;
    private final UpstreamLoad load;

    LabUpstreamResource(NumberResource numbers, EventLoops eventLoops, UpstreamLoad load) {
        this.numbers = numbers;
        this.eventLoops = eventLoops;
        this.load = load;
    }

    /**
     * Answers what {@link NumberResource#number} answers, later.
     *
     * @param delay 0 to 4 s, written such as {@code 200ms}
     * @param fail {@code true} for a 503 instead, after the same delay
     * @throws Refusal if one of them is neither
     */
    @GET
    @Path("/{number: [0-9]+}")
    public Uni<Envelope<String>> number(String number, @RestQuery @DefaultValue("200ms") String delay,
            @RestQuery @DefaultValue("false") String fail) {
        Duration wait = ScenarioForm.delay("delay", delay);
        if (wait.compareTo(MAX_DELAY) > 0) {
            throw new Refusal(400, "delay must be from 0 to " + Delay.format(MAX_DELAY) + ".");
        }
        if (!"true".equals(fail) && !"false".equals(fail)) {
            throw new Refusal(400, "fail must be true or false.");
        }
        Envelope<String> answer = numbers.number(number);
        return load.during(eventLoops.after(wait)).map(waited -> {
            if ("true".equals(fail)) {
                throw new Refusal(503, "This call failed, as it was asked to.");
            }
            return answer;
        });
    }
}
