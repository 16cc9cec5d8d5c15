package dev.meanwhile.lab.upstream;

import jakarta.enterprise.context.ApplicationScoped;

import org.eclipse.microprofile.rest.client.inject.RestClient;

import dev.meanwhile.api.Envelope;
import dev.meanwhile.lab.scenario.CallOutcome;
import dev.meanwhile.lab.scenario.DelayFormat;
import dev.meanwhile.lab.scenario.Workload;
import io.smallrye.mutiny.Uni;

/** Makes one call of a script, and knows how it ended. No retries, no breaker: the lab shows the call itself. */
@ApplicationScoped
public class LabUpstreamClient {

    private final SlowNumberRestClient restClient;

    LabUpstreamClient(@RestClient SlowNumberRestClient restClient) {
        this.restClient = restClient;
    }

    /** @return the outcome, never a failure; whoever cancels it aborts the request */
    public Uni<CallOutcome> call(Workload.CallSpec call) {
        return Uni.createFrom().deferred(() -> restClient.number(call.call(), DelayFormat.format(call.delay()), call.fail()))
                .map(response -> isExpected(response, call.call()) ? CallOutcome.OK : CallOutcome.BROKEN)
                .onFailure().recoverWithItem(CallOutcome::of);
    }

    private static boolean isExpected(Envelope<String> response, int number) {
        return response != null && response.success() && String.valueOf(number).equals(response.data());
    }
}
