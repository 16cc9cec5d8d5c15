package dev.meanwhile.lab.upstream;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;

import org.eclipse.microprofile.rest.client.annotation.RegisterProvider;
import org.eclipse.microprofile.rest.client.inject.RegisterRestClient;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;

import dev.meanwhile.api.Envelope;
import io.smallrye.mutiny.Uni;

/** REST client of {@link SlowNumberResource}, in this process or another one. All modes share it. */
@Path("/lab/upstream")
@RegisterRestClient(configKey = "lab-upstream")
@RegisterProvider(UntracedHttpClient.class)
interface SlowNumberRestClient {

    @GET
    @Path("/{number}")
    Uni<Envelope<String>> number(@RestPath("number") int number, @RestQuery("delay") String delay,
            @RestQuery("fail") boolean fail);
}
