package dev.meanwhile.lab;

import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import jakarta.ws.rs.DefaultValue;

import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.jboss.resteasy.reactive.RestQuery;

import dev.meanwhile.api.RequestRejectedException;
import dev.meanwhile.lab.scenario.DelayFormat;
import dev.meanwhile.lab.scenario.Mode;
import dev.meanwhile.lab.scenario.Scenario;

/** A scenario as it is written in an address; what is left out has a value that makes a first run instructive. */
public class ScenarioParams {

    private static final Pattern DIGITS = Pattern.compile("[0-9]{1,9}");

    // text, for JAX-RS would answer 404 to a parameter that it cannot convert
    @Parameter(description = "Page views at the same time, 1 to 200; with calls at most 2,000 calls", example = "20")
    @RestQuery("users")
    @DefaultValue("20")
    public String users;

    @Parameter(description = "Calls of each page view, 1 to 20", example = "5")
    @RestQuery("calls")
    @DefaultValue("5")
    public String calls;

    @Parameter(description = "How long the upstream takes, up to 2s, such as 200ms", example = "200ms")
    @RestQuery("delay")
    @DefaultValue("200ms")
    public String delay;

    @Parameter(description = "More or less by up to as much, at most the delay", example = "100ms")
    @RestQuery("jitter")
    @DefaultValue("0")
    public String jitter;

    @Parameter(description = "The probability that a call fails, 0 to 0.5", example = "0")
    @RestQuery("failures")
    @DefaultValue("0")
    public String failures;

    @Parameter(description = "Threads of the bounded pool, 1 to 200", example = "20")
    @RestQuery("threads")
    @DefaultValue("20")
    public String threads;

    @Parameter(description = "How often each mode is played, 1 to 5", example = "1")
    @RestQuery("repeats")
    @DefaultValue("1")
    public String repeats;

    @Parameter(description = "Any of sequential, pool, virtual and reactive, as a list or repeated; all unless told", example = "pool,reactive")
    @RestQuery("modes")
    public List<String> modes;

    @Parameter(description = "Decides delays, failures and order; random unless told", example = "7")
    @RestQuery("seed")
    public String seed;

    /** @throws RequestRejectedException if a parameter is wrong, naming it */
    Scenario scenario() {
        return new Scenario(
                parseInt("users", users, Scenario.MAX_USERS),
                parseInt("calls", calls, Scenario.MAX_CALLS),
                DelayFormat.parse("delay", delay),
                DelayFormat.parse("jitter", jitter),
                parse(failures, Double::valueOf, "failures must be a probability from 0 to 0.5."),
                parseInt("threads", threads, Scenario.MAX_THREADS),
                parseInt("repeats", repeats, Scenario.MAX_REPEATS),
                modes(),
                seed == null || seed.isEmpty() ? ThreadLocalRandom.current().nextLong()
                        : parse(seed, Long::valueOf, "seed must be a whole number of at most 64 bits."));
    }

    private Set<Mode> modes() {
        Set<String> named = modes == null ? Set.of()
                : modes.stream().flatMap(list -> Stream.of(list.split(","))).map(String::strip)
                        .filter(name -> !name.isEmpty()).collect(Collectors.toSet());
        return named.isEmpty() ? EnumSet.allOf(Mode.class)
                : named.stream().map(ScenarioParams::mode)
                        .collect(Collectors.toCollection(() -> EnumSet.noneOf(Mode.class)));
    }

    private static Mode mode(String name) {
        return parse(name, known -> Mode.valueOf(known.toUpperCase(Locale.ROOT)),
                "modes must be of sequential, pool, virtual and reactive, not " + name + ".");
    }

    private static int parseInt(String name, String value, int max) {
        return parse(value, ScenarioParams::digits, name + " must be a whole number from 1 to " + max + ".");
    }

    // Java would read the digits of any script
    private static int digits(String value) {
        if (!DIGITS.matcher(value).matches()) {
            throw new NumberFormatException(value);
        }
        return Integer.parseInt(value);
    }

    private static <T> T parse(String value, Function<String, T> parser, String errorMessage) {
        try {
            return parser.apply(value.strip());
        } catch (IllegalArgumentException e) {
            throw new RequestRejectedException(400, errorMessage);
        }
    }

    /** Whether {@code mode} is asked for; for the form, which shows even what is refused. */
    boolean includes(Mode mode) {
        Collection<String> names = modes == null ? List.of() : modes;
        return names.isEmpty() || names.stream().anyMatch(list -> List.of(list.split(",")).contains(mode.title()));
    }
}
