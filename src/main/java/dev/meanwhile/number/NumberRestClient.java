package dev.meanwhile.number;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;

import org.eclipse.microprofile.rest.client.inject.RegisterRestClient;
import org.jboss.resteasy.reactive.RestPath;

import dev.meanwhile.api.Envelope;
import io.smallrye.mutiny.Uni;

/** The numeric API over HTTP. The server is {@link NumberResource} of this process by default, or another service. */
@Path("/api")
@RegisterRestClient(configKey = "number-api")
interface NumberRestClient {

    @GET
    @Path("/{number}")
    Uni<Envelope<String>> number(@RestPath("number") int number);
}
