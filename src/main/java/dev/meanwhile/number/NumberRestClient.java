package dev.meanwhile.number;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;

import org.eclipse.microprofile.rest.client.inject.RegisterRestClient;
import org.jboss.resteasy.reactive.RestPath;

import dev.meanwhile.api.Envelope;
import io.smallrye.mutiny.Uni;

/** The numeric API as its callers see it: {@link NumberResource} here, or the same routes of another process. */
@Path("/api")
@RegisterRestClient(configKey = "number-api")
interface NumberRestClient {

    @GET
    @Path("/{number}")
    Uni<Envelope<String>> number(@RestPath("number") int number);
}
