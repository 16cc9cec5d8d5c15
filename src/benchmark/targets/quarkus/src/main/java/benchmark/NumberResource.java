package benchmark;

import java.math.BigInteger;
import java.util.concurrent.ThreadLocalRandom;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;

import org.eclipse.microprofile.rest.client.inject.RestClient;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;

import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import io.smallrye.common.annotation.NonBlocking;
import io.smallrye.mutiny.Uni;

/** The page and the API as the guides of Quarkus write them: REST, REST Client, Qute, Micrometer, SmallRye Health. */
@Path("/")
@NonBlocking
public class NumberResource {

    @CheckedTemplate(basePath = "")
    static class Templates {

        static native TemplateInstance home(Envelope envelope, String json);
    }

    private final NumberClient numbers;
    private final ObjectWriter pretty;

    NumberResource(@RestClient NumberClient numbers, ObjectMapper json) {
        this.numbers = numbers;
        this.pretty = json.writerWithDefaultPrettyPrinter();
    }

    @GET
    @Produces(MediaType.TEXT_HTML)
    public Uni<TemplateInstance> home() {
        return numbers.number(ThreadLocalRandom.current().nextInt(1, 11))
                .map(envelope -> Templates.home(envelope, write(envelope)));
    }

    @GET
    @Path("hello")
    @Produces(MediaType.TEXT_PLAIN)
    public String hello() {
        return "Hello, World!";
    }

    @GET
    @Path("api/{number}")
    public Envelope api(BigInteger number) {
        return new Envelope(true, "", number.toString());
    }

    private String write(Envelope envelope) {
        try {
            return pretty.writeValueAsString(envelope);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
