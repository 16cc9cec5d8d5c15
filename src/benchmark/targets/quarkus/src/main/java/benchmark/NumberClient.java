package benchmark;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;

import org.eclipse.microprofile.rest.client.inject.RegisterRestClient;

import io.smallrye.mutiny.Uni;

@Path("/api")
@RegisterRestClient(configKey = "numbers")
public interface NumberClient {

    @GET
    @Path("/{number}")
    Uni<Envelope> number(int number);
}
