package dev.meanwhile.http.error;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;

import org.eclipse.microprofile.openapi.annotations.Operation;

/** A resource with a defect: it throws an exception without a mapper. */
@Path("/throwing")
public class ThrowingResource {

    static final String SECRET = "a detail for the log only";

    @GET
    @Operation(hidden = true)
    @Produces({ MediaType.APPLICATION_JSON, MediaType.TEXT_HTML })
    public String fail() {
        throw new IllegalStateException(SECRET);
    }
}
