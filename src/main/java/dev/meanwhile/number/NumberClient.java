package dev.meanwhile.number;

import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.time.temporal.ChronoUnit;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.util.TypeLiteral;

import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.eclipse.microprofile.faulttolerance.exceptions.CircuitBreakerOpenException;
import org.eclipse.microprofile.rest.client.inject.RestClient;
import org.jboss.logging.Logger;

import dev.meanwhile.web.Envelope;
import dev.meanwhile.web.UpstreamException;
import dev.meanwhile.web.UpstreamException.BadAnswer;
import dev.meanwhile.web.UpstreamException.CircuitOpen;
import dev.meanwhile.web.UpstreamException.TooSlow;
import dev.meanwhile.web.UpstreamException.Unreachable;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.smallrye.faulttolerance.api.TypedGuard;
import io.smallrye.mutiny.Uni;

/** Asks the numeric API, within a deadline, again where that is safe, and not at all while its circuit is open. */
@ApplicationScoped
public class NumberClient {

    private static final Logger LOG = Logger.getLogger(NumberClient.class);

    private static final String ADDRESS = "quarkus.rest-client.number-api.url";
    private static final Duration FIRST_BACK_OFF = Duration.ofMillis(10);
    private static final String UPSTREAM = "The numeric API";

    private final NumberApi api;
    private final Duration deadline;
    private final int retries;
    private final URI address;
    private final TypedGuard<Uni<Envelope<String>>> guard;

    NumberClient(@RestClient NumberApi api, NumberConfig config, @ConfigProperty(name = ADDRESS) URI address) {
        this.api = api;
        this.deadline = config.deadline();
        this.retries = config.retries();
        this.address = address;
        this.guard = TypedGuard.create(new TypeLiteral<Uni<Envelope<String>>>() {
        })
                .withCircuitBreaker().name("number-api")
                .requestVolumeThreshold(config.breaker().volume())
                .failureRatio(config.breaker().failureRatio())
                .delay(config.breaker().delay().toMillis(), ChronoUnit.MILLIS).done()
                .build();
    }

    /**
     * Asks for {@code number} over HTTP.
     *
     * @param number 0 or above
     * @return the reply; fails with an {@link UpstreamException}, whatever happened, and never later than the deadline
     */
    public Uni<Reply> ask(int number) {
        return Uni.createFrom().deferred(() -> {
            long asked = System.nanoTime();
            return guard.get(() -> call(number))
                    .onFailure(CircuitBreakerOpenException.class)
                    .transform(open -> new CircuitOpen(UPSTREAM, open))
                    .map(answer -> new Reply(address.resolve("/api/" + number), answer,
                            Duration.ofNanos(System.nanoTime() - asked)))
                    .invoke(reply -> LOG.debugf("%s answered in %s", reply.source(), reply.took()));
        });
    }

    // The retries are inside the circuit: when a server closes its idle connections, every pooled one fails once,
    // and that says nothing about the server.
    private Uni<Envelope<String>> call(int number) {
        return api.number(number)
                .onFailure(NumberClient::isUnreachable).retry().withBackOff(FIRST_BACK_OFF).atMost(retries)
                .ifNoItem().after(deadline).failWith(() -> new TooSlow(UPSTREAM, null))
                .onFailure().transform(failure -> UpstreamException.of(failure, UPSTREAM))
                .invoke(answer -> check(answer, number));
    }

    private static boolean isUnreachable(Throwable failure) {
        return UpstreamException.of(failure, UPSTREAM) instanceof Unreachable;
    }

    private static void check(Envelope<String> answer, int number) {
        if (answer == null || !answer.success()) {
            throw new BadAnswer(UPSTREAM + " refused to answer.");
        }
        if (!String.valueOf(number).equals(answer.data())) {
            throw new BadAnswer(UPSTREAM + " answered another question.");
        }
    }

    // the REST client would notice a wrong address no earlier than the first visitor
    static void checkAddress(@Observes StartupEvent start, @ConfigProperty(name = ADDRESS) String address) {
        try {
            URI uri = new URI(address);
            if (uri.getHost() != null && ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()))) {
                return;
            }
        } catch (URISyntaxException e) {
            // said below
        }
        throw new ConfigurationException(ADDRESS + " must be an http or https address, not '" + address + "'");
    }
}
