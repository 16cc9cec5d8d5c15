package dev.meanwhile.lab.upstream;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Response;

import org.eclipse.microprofile.rest.client.inject.RestClient;

import dev.meanwhile.api.Envelope;
import dev.meanwhile.api.UpstreamException;
import dev.meanwhile.client.UpstreamExceptions;
import dev.meanwhile.lab.scenario.CallResult;
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

    /** @return the result, never a failure; cancelling it aborts the request */
    public Uni<CallResult> call(Workload.CallSpec spec) {
        return Uni.createFrom().deferred(() -> restClient.number(spec.call(), DelayFormat.format(spec.delay()), spec.fail()))
                .map(response -> isExpected(response, spec.call()) ? CallResult.OK
                        : CallResult.broken(CallResult.INVALID_RESPONSE))
                .onFailure().recoverWithItem(failure -> failed(failure, spec));
    }

    private static boolean isExpected(Envelope<String> response, int number) {
        return response != null && response.success() && String.valueOf(number).equals(response.data());
    }

    private static CallResult failed(Throwable failure, Workload.CallSpec spec) {
        // the REST client also throws this exception if it cannot read the body of a successful response
        if (failure instanceof WebApplicationException error
                && error.getResponse().getStatusInfo().getFamily() != Response.Status.Family.SUCCESSFUL) {
            return CallResult.errorStatus(error.getResponse().getStatus(), spec.fail());
        }
        UpstreamException translated = UpstreamExceptions.translate(failure, "The upstream");
        if (translated instanceof UpstreamException.ConnectionFailed) {
            return CallResult.broken(CallResult.UNREACHABLE);
        }
        return CallResult.broken(
                translated instanceof UpstreamException.InvalidResponse ? CallResult.INVALID_RESPONSE : CallResult.TIMEOUT);
    }
}
