package dev.meanwhile.lab;

import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.core.HttpHeaders;

import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.jboss.resteasy.reactive.RestQuery;

import dev.meanwhile.api.QueryParams;
import dev.meanwhile.api.RequestRejectedException;
import dev.meanwhile.lab.scenario.DelayFormat;
import dev.meanwhile.lab.scenario.Mode;
import dev.meanwhile.lab.scenario.Scenario;
import dev.meanwhile.lab.scenario.ScenarioLimits;
import dev.meanwhile.ui.Language;
import io.quarkus.qute.TemplateExtension;
import io.vertx.ext.web.RoutingContext;

/**
 * Query parameters of a scenario, with defaults for a first run. The fields are text, because the form shows the received
 * values again, including invalid ones. Parameters with a {@code ParamConverter} would need a second class with the raw
 * values. The class is longer than 150 lines, because a third of it describes the parameters for OpenAPI.
 */
public class ScenarioParams {

    /** A valid floating-point number of HTML. */
    private static final Pattern NUMBER = Pattern.compile("-?([0-9]*\\.)?[0-9]+([eE][-+]?[0-9]+)?");

    @Parameter(description = "Concurrent page views, 1 to " + ScenarioLimits.MAX_USERS + "; users times calls at most "
            + ScenarioLimits.MAX_CONCURRENT_CALLS, example = "20")
    @RestQuery("users")
    @DefaultValue("20")
    public String users;

    @Parameter(description = "Calls of each page view, 1 to " + ScenarioLimits.MAX_CALLS, example = "5")
    @RestQuery("calls")
    @DefaultValue("5")
    public String calls;

    @Parameter(description = "Response time of the upstream, 0 to " + ScenarioLimits.MAX_DELAY_SECONDS
            + "s, such as 200ms", example = "200ms")
    @RestQuery("delay")
    @DefaultValue("200ms")
    public String delay;

    @Parameter(description = "Largest deviation from the delay, 0 to delay", example = "100ms")
    @RestQuery("jitter")
    @DefaultValue("0")
    public String jitter;

    @Parameter(description = "Processor time that the handling of each response takes, 0 to " + ScenarioLimits.MAX_WORK_MILLIS
            + "ms; users times calls times work at most " + ScenarioLimits.MAX_TOTAL_WORK_MILLIS + "ms", example = "0")
    @RestQuery("work")
    @DefaultValue("0")
    public String work;

    @Parameter(description = "Probability that a call fails, 0 to " + ScenarioLimits.MAX_FAILURES, example = "0")
    @RestQuery("failures")
    @DefaultValue("0")
    public String failures;

    @Parameter(description = "Threads of the bounded pool, 1 to " + ScenarioLimits.MAX_THREADS, example = "20")
    @RestQuery("threads")
    @DefaultValue("20")
    public String threads;

    @Parameter(description = "Measured executions of each mode, 1 to " + ScenarioLimits.MAX_REPEATS, example = "1")
    @RestQuery("repeats")
    @DefaultValue("1")
    public String repeats;

    @Parameter(description = "Any of sequential, pool, virtual and reactive, comma-separated or repeated; default all", example = "[\"pool\", \"reactive\"]")
    @RestQuery("modes")
    public List<String> modes;

    @Parameter(description = "Determines delays, failures and the order of the modes; default random", example = "7")
    @RestQuery("seed")
    public String seed;

    @Parameter(description = "Language of the page and of the sentences about a run, en or zh. Without it, "
            + "Accept-Language is used for the page and for events, and English otherwise", example = "en")
    @RestQuery("lang")
    public String lang;

    /**
     * Reads the parameters of a request, for the form and for a run.
     *
     * @throws RequestRejectedException with status 400 if a parameter with one value is given several times
     */
    ScenarioParams read(RoutingContext context) {
        users = read(context, "users", users);
        calls = read(context, "calls", calls);
        delay = read(context, "delay", delay);
        jitter = read(context, "jitter", jitter);
        work = read(context, "work", work);
        failures = read(context, "failures", failures);
        threads = read(context, "threads", threads);
        repeats = read(context, "repeats", repeats);
        seed = read(context, "seed", seed);
        return this;
    }

    // A number field of a form is empty if its value has white space.
    private static String read(RoutingContext context, String name, String injected) {
        String value = QueryParams.read(context, name, injected);
        return value == null ? null : value.strip();
    }

    /** @throws RequestRejectedException with status 400 if a parameter is wrong; the message names it */
    Scenario scenario() {
        return new Scenario(
                ScenarioLimits.parseInt("users", users, ScenarioLimits.MAX_USERS),
                ScenarioLimits.parseInt("calls", calls, ScenarioLimits.MAX_CALLS),
                DelayFormat.parse("delay", delay),
                DelayFormat.parse("jitter", jitter),
                DelayFormat.parse("work", work),
                ScenarioLimits.parseFailures(failures),
                ScenarioLimits.parseInt("threads", threads, ScenarioLimits.MAX_THREADS),
                ScenarioLimits.parseInt("repeats", repeats, ScenarioLimits.MAX_REPEATS),
                parseModes(),
                // the form submits an empty seed unless the user enters one
                seed == null || seed.isEmpty() ? ThreadLocalRandom.current().nextLong() : ScenarioLimits.parseSeed(seed));
    }

    /** The language of the page and of events. */
    Locale language(RoutingContext context) {
        return Language.of(lang, context.request().getHeader(HttpHeaders.ACCEPT_LANGUAGE));
    }

    /** The language of a document that a program reads, which is English unless the request has the parameter {@code lang}. */
    Locale documentLanguage() {
        return Language.of(lang, null);
    }

    /** @return why {@link #scenario} rejects these parameters; null if it does not */
    String error() {
        try {
            scenario();
            return null;
        } catch (RequestRejectedException e) {
            return e.getMessage();
        }
    }

    private Set<Mode> parseModes() {
        Set<Mode> parsed = modeNames().filter(name -> !name.isEmpty()).map(ScenarioParams::parseMode)
                .collect(Collectors.toCollection(() -> EnumSet.noneOf(Mode.class)));
        return parsed.isEmpty() ? EnumSet.allOf(Mode.class) : parsed;
    }

    private static Mode parseMode(String name) {
        return Stream.of(Mode.values()).filter(mode -> mode.title().equalsIgnoreCase(name)).findFirst()
                .orElseThrow(() -> ScenarioLimits.rejected("modes", "any of "
                        + Stream.of(Mode.values()).map(Mode::title).collect(Collectors.joining(", ")),
                        ScenarioLimits.quoted(name)));
    }

    private Stream<String> modeNames() {
        Collection<String> lists = modes == null ? List.of() : modes;
        return lists.stream().flatMap(list -> Stream.of(list.split(","))).map(String::strip);
    }

    /**
     * Returns the value of a number field: {@code text}, or an empty text if it is not a number. HTML allows no other value in
     * such a field, and browsers drop it. The message of {@link #error} contains the received value.
     */
    @TemplateExtension
    static String numeric(String text) {
        return NUMBER.matcher(text).matches() ? text : "";
    }

    /** Whether the form shows {@code mode} as selected. */
    boolean includes(Mode mode) {
        return modeNames().allMatch(String::isEmpty) || modeNames().anyMatch(mode.title()::equalsIgnoreCase);
    }
}
