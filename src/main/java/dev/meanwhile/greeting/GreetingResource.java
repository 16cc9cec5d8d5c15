package dev.meanwhile.greeting;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;

import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.jboss.resteasy.reactive.Cache;
import org.jboss.resteasy.reactive.RestPath;

import io.quarkus.vertx.http.Uncompressed;
import io.smallrye.common.annotation.NonBlocking;

/** The greetings of the tutorial, as plain text. The name is not escaped, because plain text needs no escaping. */
@Path("/")
@Produces(MediaType.TEXT_PLAIN)
@NonBlocking
public class GreetingResource {

    @GET
    @Uncompressed
    @Cache(maxAge = 3600)
    @Path("/hello")
    @Operation(summary = "Greet the world")
    public String hello() {
        return "Hello, World!";
    }

    @GET
    @Uncompressed
    @Cache(maxAge = 3600)
    @Path("/greet/{name}")
    @Operation(summary = "Greet a person by name")
    public String greet(@Parameter(description = "Any text", example = "Ada") @RestPath("name") String name) {
        return "Nice to meet you " + name + "!";
    }
}
