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

    private final SlowNumberRestClient api;

    LabUpstreamClient(@RestClient SlowNumberRestClient api) {
        this.api = api;
    }

    /** @return the outcome, never a failure; whoever cancels it aborts the request */
    public Uni<CallOutcome> call(Workload.CallSpec line) {
        return Uni.createFrom().deferred(() -> api.number(line.call(), DelayFormat.format(line.delay()), line.fail()))
                .map(answer -> answers(answer, line.call()) ? CallOutcome.OK : CallOutcome.BROKEN)
                .onFailure().recoverWithItem(CallOutcome::of);
    }

    private static boolean answers(Envelope<String> answer, int number) {
        return answer != null && answer.success() && String.valueOf(number).equals(answer.data());
    }
}
