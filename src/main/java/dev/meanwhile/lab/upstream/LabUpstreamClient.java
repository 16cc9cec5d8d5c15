package dev.meanwhile.lab.upstream;

import jakarta.enterprise.context.ApplicationScoped;

import org.eclipse.microprofile.rest.client.inject.RestClient;

import dev.meanwhile.api.Envelope;
import dev.meanwhile.lab.scenario.CallOutcome;
import dev.meanwhile.lab.scenario.DelayFormat;
import dev.meanwhile.lab.scenario.Workload;
import io.smallrye.mutiny.Uni;

/** Client for the lab's upstream. It has no retries and no circuit breaker, because the lab measures the calls themselves. */
@ApplicationScoped
public class LabUpstreamClient {

    private final SlowNumberRestClient restClient;

    LabUpstreamClient(@RestClient SlowNumberRestClient restClient) {
        this.restClient = restClient;
    }

    /** @return the outcome, never a failure; cancelling it aborts the request */
    public Uni<CallOutcome> call(Workload.CallSpec spec) {
        return Uni.createFrom().deferred(() -> restClient.number(spec.call(), DelayFormat.format(spec.delay()), spec.fail()))
                .map(response -> isExpected(response, spec.call()) ? CallOutcome.OK : CallOutcome.BROKEN)
                .onFailure().recoverWithItem(CallOutcome::of);
    }

    private static boolean isExpected(Envelope<String> response, int number) {
        return response != null && response.success() && String.valueOf(number).equals(response.data());
    }
}
