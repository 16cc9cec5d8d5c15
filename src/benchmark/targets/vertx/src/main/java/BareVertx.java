import java.math.BigInteger;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.json.JsonObject;

/** The limit: the same two hops with no framework, no router and no template engine. With DELAY_MS, the slow upstream of all. */
public final class BareVertx extends VerticleBase {

    private static final int PORT = Integer.parseInt(System.getenv("PORT"));
    private static final RequestOptions NUMBERS = new RequestOptions()
            .setAbsoluteURI(System.getenv().getOrDefault("NUMBERS_URL", "http://127.0.0.1:" + PORT));
    private static final long DELAY = Long.parseLong(System.getenv().getOrDefault("DELAY_MS", "0"));

    private HttpClient numbers;

    public static void main(String[] args) {
        var cores = new DeploymentOptions().setInstances(Runtime.getRuntime().availableProcessors());
        Vertx.vertx().deployVerticle(BareVertx::new, cores).await();
    }

    // one server and one client on each event loop: a page never leaves the loop it came to
    @Override
    public Future<?> start() {
        numbers = vertx.createHttpClient(new HttpClientOptions(), new PoolOptions().setHttp1MaxSize(8192));
        return vertx.createHttpServer().requestHandler(this::route).listen(PORT);
    }

    private void route(HttpServerRequest request) {
        String path = request.path();
        if (path.equals("/")) {
            home(request);
        } else if (path.equals("/hello")) {
            answer(request, "text/plain", "Hello, World!");
        } else if (!path.startsWith("/api/")) {
            request.response().setStatusCode(404).end();
        } else if (DELAY == 0) {
            number(request);
        } else {
            vertx.timer(DELAY, TimeUnit.MILLISECONDS).onSuccess(waited -> number(request));
        }
    }

    private void number(HttpServerRequest request) {
        String number = new BigInteger(request.path().substring("/api/".length())).toString();
        var envelope = new JsonObject().put("success", true).put("message", "").put("data", number);
        answer(request, "application/json", envelope.encode());
    }

    private void home(HttpServerRequest request) {
        int number = ThreadLocalRandom.current().nextInt(1, 11);
        numbers.request(new RequestOptions(NUMBERS).setURI("/api/" + number))
                .compose(asked -> asked.send().compose(HttpClientResponse::body))
                .onSuccess(body -> answer(request, "text/html;charset=UTF-8", page(body.toJsonObject())))
                .onFailure(failure -> request.response().setStatusCode(502).end());
    }

    private static void answer(HttpServerRequest request, String type, String body) {
        request.response().putHeader("Content-Type", type).end(body);
    }

    private static String page(JsonObject reply) {
        return PAGE.replace("{number}", reply.getString("data")).replace("{reply}", reply.encodePrettily());
    }

    private static final String PAGE = """
            <!DOCTYPE html>
            <html lang="en">
            <head>
              <meta charset="utf-8">
              <meta name="viewport" content="width=device-width, initial-scale=1">
              <meta name="description" content="A service that asks a numeric API.">
              <title>{number} · Numbers</title>
              <link rel="stylesheet" href="/numbers.css">
            </head>
            <body>
              <header>
                <nav aria-label="Main"><a href="/">Numbers</a></nav>
              </header>
              <main>
                <article>
                  <span aria-hidden="true">{number}</span>
                  <h1>Success!</h1>
                  <p>The numeric API answered {number}.</p>
                  <pre>{reply}</pre>
                  <a href="/" role="button">Draw again</a>
                </article>
                <h2>How it came here</h2>
                <ol>
                  <li>This page drew a number from 1 to 10 and asked the numeric API for it, over HTTP.</li>
                  <li>The answer arrived, and the page went on where it had stopped.</li>
                </ol>
                <p>
                  The same service in plain text and JSON:
                  <a href="/hello">/hello</a>,
                  <a href="/api/42">/api/42</a>.
                </p>
              </main>
              <footer>
                <small>Made with Vert.x.</small>
              </footer>
            </body>
            </html>
            """;
}
