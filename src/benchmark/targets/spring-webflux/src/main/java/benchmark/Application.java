package benchmark;

import java.math.BigInteger;
import java.util.concurrent.ThreadLocalRandom;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.http.client.reactive.ReactorClientHttpConnector;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.ResponseBody;
import org.springframework.web.reactive.function.client.WebClient;
import org.springframework.web.reactive.result.view.Rendering;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;

import reactor.core.publisher.Mono;
import reactor.netty.http.client.HttpClient;
import reactor.netty.resources.ConnectionProvider;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.json.JsonMapper;

/** The page and the API with reactive Spring Boot: WebFlux on Reactor Netty, WebClient, Thymeleaf, Actuator. */
@SpringBootApplication
@Controller
public class Application {

    @JsonPropertyOrder({ "success", "message", "data" })
    public record Envelope(boolean success, String message, String data) {
    }

    private final WebClient numbers;
    private final ObjectWriter pretty;

    Application(WebClient.Builder client, JsonMapper json, @Value("${numbers.url}") String url) {
        var pool = HttpClient.create(ConnectionProvider.create("numbers", 8192));
        numbers = client.baseUrl(url).clientConnector(new ReactorClientHttpConnector(pool)).build();
        pretty = json.writerWithDefaultPrettyPrinter();
    }

    public static void main(String[] args) {
        SpringApplication.run(Application.class, args);
    }

    @GetMapping("/")
    Mono<Rendering> home() {
        return numbers.get().uri("/api/{number}", ThreadLocalRandom.current().nextInt(1, 11)).retrieve()
                .bodyToMono(Envelope.class)
                .map(envelope -> Rendering.view("home").modelAttribute("envelope", envelope)
                        .modelAttribute("json", pretty.writeValueAsString(envelope)).build());
    }

    @GetMapping("/hello")
    @ResponseBody
    String hello() {
        return "Hello, World!";
    }

    @GetMapping("/api/{number}")
    @ResponseBody
    Envelope api(@PathVariable BigInteger number) {
        return new Envelope(true, "", number.toString());
    }
}
