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

/**
 * The baseline: the page and the API without framework, router or template engine.
 * <p>
 * With DELAY_MS it is the slow upstream of all targets: the API responds after this delay.
 */
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

    // One server and one client per event loop, so that each page is processed on one event loop.
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
            respond(request, "text/plain", "Hello, World!");
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
        respond(request, "application/json", envelope.encode());
    }

    private void home(HttpServerRequest request) {
        int number = ThreadLocalRandom.current().nextInt(1, 11);
        numbers.request(new RequestOptions(NUMBERS).setURI("/api/" + number))
                .compose(upstream -> upstream.send().compose(HttpClientResponse::body))
                .onSuccess(body -> respond(request, "text/html;charset=UTF-8", page(body.toJsonObject())))
                .onFailure(failure -> request.response().setStatusCode(502).end());
    }

    private static void respond(HttpServerRequest request, String type, String body) {
        request.response().putHeader("Content-Type", type).end(body);
    }

    private static String page(JsonObject envelope) {
        return PAGE.replace("{number}", envelope.getString("data")).replace("{envelope}", envelope.encodePrettily());
    }

    private static final String PAGE = """
            <!DOCTYPE html>
            <html lang="en">
            <head>
              <meta charset="utf-8">
              <meta name="viewport" content="width=device-width, initial-scale=1">
              <meta name="description" content="A service that calls a numeric API.">
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
                  <p>The numeric API returned {number}.</p>
                  <pre>{envelope}</pre>
                  <a href="/" role="button">Draw again</a>
                </article>
                <h2>How it works</h2>
                <ol>
                  <li>This page drew a number from 1 to 10 and requested it from the numeric API over HTTP.</li>
                  <li>The response arrived, and the page was rendered with it.</li>
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
