package dev.meanwhile.fetch.page;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;

import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.jboss.resteasy.reactive.RestHeader;
import org.jboss.resteasy.reactive.RestQuery;
import org.jboss.resteasy.reactive.RestResponse;

import dev.meanwhile.api.Representations;
import dev.meanwhile.api.RequestRejectedException;
import dev.meanwhile.fetch.CdnLoop;
import dev.meanwhile.fetch.DocumentMemory;
import dev.meanwhile.fetch.FetchResource;
import dev.meanwhile.fetch.FetchResult;
import dev.meanwhile.fetch.FetchService;
import dev.meanwhile.fetch.page.FetchPage.FieldError;
import dev.meanwhile.fetch.page.FetchPage.Row;
import dev.meanwhile.ui.PageLanguage;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;

/**
 * Renders {@code /fetch} and {@code /gather} for browsers: a form, and the results of its URLs. If nothing can be fetched, the
 * page shows the form with the entered URLs and the reasons.
 */
@Path("/")
@Representations({ MediaType.APPLICATION_JSON, MediaType.TEXT_HTML })
public class FetchPageResource {

    // Without this quality, the order of the two resource classes would decide whether a client without a preference gets JSON
    // or the page.
    private static final String PAGE = MediaType.TEXT_HTML + ";qs=0.9";

    static final int MAX_URLS = FetchResource.MAX_URLS;

    private final FetchService service;
    private final DocumentMemory memory;

    FetchPageResource(FetchService service, DocumentMemory memory) {
        this.service = service;
        this.memory = memory;
    }

    @GET
    @Path("/fetch")
    @Produces(PAGE)
    @APIResponse(responseCode = "200", description = "A form, and the results of the URLs", content = @Content(mediaType = MediaType.TEXT_HTML))
    public Uni<RestResponse<String>> fetchPage(@RestQuery("url") List<String> url,
            @Parameter(hidden = true) @RestHeader(CdnLoop.HEADER) List<String> loop, @Context RoutingContext context) {
        return respond(url, loop, context);
    }

    @GET
    @Path("/gather")
    @Produces(PAGE)
    @APIResponse(responseCode = "200", description = "A form, and the results of the URLs", content = @Content(mediaType = MediaType.TEXT_HTML))
    public Uni<RestResponse<String>> gatherPage(@RestQuery("url") List<String> url,
            @Parameter(hidden = true) @RestHeader(CdnLoop.HEADER) List<String> loop, @Context RoutingContext context) {
        return respond(url, loop, context);
    }

    /** @param lines values of the parameter {@code url}, each with any number of URLs, separated by white space */
    private Uni<RestResponse<String>> respond(List<String> lines, List<String> loop, RoutingContext context) {
        CdnLoop.reject(loop);
        FetchMessages messages = PageLanguage.of(context.request()).messages(FetchMessages.class);
        List<String> urls = lines.stream().flatMap(line -> Stream.of(line.split("\\s+"))).filter(url -> !url.isEmpty())
                .toList();
        // Quarkus REST 3.33 injects no value for an empty parameter, so the list does not show whether it was sent.
        if (!context.queryParams().contains("url")) {
            return render(context, 200, form(urls, List.of()));
        }
        if (urls.isEmpty()) {
            return render(context, 400, form(urls, List.of(new FieldError(messages.noUrl(), null))));
        }
        if (urls.size() > MAX_URLS) {
            return render(context, 400, form(urls, List.of(new FieldError(messages.tooManyUrls(MAX_URLS, urls.size()), null))));
        }
        List<RequestRejectedException> rejections = urls.stream().distinct().map(service::rejection).flatMap(Optional::stream)
                .toList();
        boolean invalid = rejections.stream().anyMatch(rejection -> rejection.status() == 400);
        if (invalid || rejections.size() == urls.stream().distinct().count()) {
            return render(context, invalid ? 400 : 403, form(urls, rejections.stream().map(rejection -> new FieldError(
                    messages.reason(Row.outcome(rejection.status(), messages)), rejection.getMessage())).toList()));
        }
        long startNanos = System.nanoTime();
        return service.fetchAll(urls, memory.reserveFor(context)).chain(results -> render(context, 200,
                results(urls, results, Duration.ofNanos(System.nanoTime() - startNanos), messages)));
    }

    private FetchPage form(List<String> urls, List<FieldError> errors) {
        return new FetchPage(urls, examples(), errors, List.of(), "");
    }

    private FetchPage results(List<String> urls, List<FetchResult> results, Duration elapsed, FetchMessages messages) {
        return new FetchPage(urls, examples(), List.of(),
                results.stream().map(result -> Row.of(result, messages)).toList(),
                FetchSummary.of(results, elapsed, messages));
    }

    private List<ExampleUrl> examples() {
        return ExampleUrl.of(service.allowedOrigins(), service.selfUrl());
    }

    private static Uni<RestResponse<String>> render(RoutingContext context, int status, FetchPage page) {
        return PageLanguage.render(Templates.page(page), context)
                // The type is set explicitly, because the one in @Produces has a quality.
                .map(html -> RestResponse.ResponseBuilder.create(RestResponse.Status.fromStatusCode(status), html)
                        .type(MediaType.TEXT_HTML + ";charset=UTF-8").build());
    }

    @CheckedTemplate
    static final class Templates {

        static native TemplateInstance page(FetchPage content);
    }
}
