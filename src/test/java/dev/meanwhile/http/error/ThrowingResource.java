package dev.meanwhile.http.error;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;

/** What no resource of ours should be, once for programs and once for people. */
@Path("/api/defect")
public class ThrowingResource {

    static final String SECRET = "a detail that is nobody's business";

    @GET
    public String fail() {
        throw new IllegalStateException(SECRET);
    }

    @Path("/defect")
    public static class Page extends ThrowingResource {
    }
}
