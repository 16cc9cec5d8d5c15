package benchmark;

import java.math.BigInteger;
import java.util.concurrent.ThreadLocalRandom;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.http.client.ClientHttpRequestFactoryBuilder;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.ResponseBody;
import org.springframework.web.client.RestClient;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;

import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.json.JsonMapper;

/**
 * The page and the API with Spring Boot, blocking on virtual threads: MVC on Tomcat, RestClient on a pooled Apache client,
 * Thymeleaf, Actuator.
 */
@SpringBootApplication
@Controller
public class Application {

    @JsonPropertyOrder({ "success", "message", "data" })
    public record Envelope(boolean success, String message, String data) {
    }

    private final RestClient numbers;
    private final ObjectWriter pretty;

    Application(RestClient.Builder client, JsonMapper json, @Value("${numbers.url}") String url) {
        var pool = ClientHttpRequestFactoryBuilder.httpComponents().withConnectionManagerCustomizer(
                connections -> connections.setMaxConnPerRoute(8192).setMaxConnTotal(8192));
        numbers = client.baseUrl(url).requestFactory(pool.build()).build();
        pretty = json.writerWithDefaultPrettyPrinter();
    }

    public static void main(String[] args) {
        SpringApplication.run(Application.class, args);
    }

    @GetMapping("/")
    String home(Model model) {
        int number = ThreadLocalRandom.current().nextInt(1, 11);
        Envelope envelope = numbers.get().uri("/api/{number}", number).retrieve().body(Envelope.class);
        model.addAttribute("envelope", envelope);
        model.addAttribute("json", pretty.writeValueAsString(envelope));
        return "home";
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
