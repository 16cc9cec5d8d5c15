package dev.meanwhile.http.error;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

import jakarta.ws.rs.core.MediaType;

import org.eclipse.microprofile.config.ConfigProvider;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.Paths;
import org.eclipse.microprofile.openapi.models.media.Content;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.responses.APIResponse;
import org.eclipse.microprofile.openapi.models.responses.APIResponses;

import io.quarkus.smallrye.openapi.OpenApiFilter;
import io.smallrye.openapi.api.util.MergeUtil;

/**
 * Completes the error responses in the OpenAPI document. {@code META-INF/openapi.yaml} describes the errors of single
 * operations; this filter adds the errors that any request may cause, the media types, and the examples of
 * {@link ErrorMessage}. Paths, statuses and components are sorted, so that every build makes the same document.
 * <p>
 * The class is longer than 150 lines, because every part of the document is a call of the MicroProfile model.
 */
@OpenApiFilter(stages = OpenApiFilter.RunStage.BUILD)
public final class ErrorResponsesOpenApiFilter implements OASFilter {

    private static final String OK = "200";
    private static final String ERROR_ID = "5d3c2f0a9b1e7d46";
    private static final List<ErrorFormat> BOTH = List.of(ErrorFormat.values());

    @Override
    public void filterOpenAPI(OpenAPI document) {
        ConfigProvider.getConfig().getOptionalValue("meanwhile.base-path", String.class).filter(path -> !path.isEmpty())
                .ifPresent(basePath -> moveBelow(basePath, document.getPaths()));
        new TreeMap<>(document.getPaths().getPathItems()).forEach((path, item) -> item.getOperations().values()
                .forEach(operation -> complete(document, path, operation)));
        document.getComponents().setResponses(new TreeMap<>(document.getComponents().getResponses()));
    }

    // Quarkus adds quarkus.http.root-path to the paths of the resources, but not to those of META-INF/openapi.yaml.
    private static void moveBelow(String basePath, Paths paths) {
        Map.copyOf(paths.getPathItems()).forEach((path, item) -> {
            String resourcePath = path.equals("/") && !paths.hasPathItem(basePath + path) ? basePath : basePath + path;
            if (paths.hasPathItem(resourcePath)) {
                paths.removePathItem(path);
                paths.addPathItem(resourcePath, MergeUtil.mergeObjects(paths.getPathItem(resourcePath), item));
            }
        });
    }

    private static void complete(OpenAPI document, String path, Operation operation) {
        APIResponses responses = operation.getResponses();
        if (!responses.hasAPIResponse(OK)) {
            throw new IllegalStateException("META-INF/openapi.yaml describes " + path + ", which no resource has");
        }
        Set<String> produced = responses.getAPIResponse(OK).getContent().getMediaTypes().keySet();
        responses.getAPIResponses().forEach((status, response) -> {
            if (!status.startsWith("2")) {
                addErrorContent(response, BOTH);
            }
        });
        if (responses.hasAPIResponse("404")) {
            addExample(responses.getAPIResponse("404"), ErrorMessage.NOT_FOUND.format(path.replaceAll("\\{\\w+}", "unknown")));
        }
        addBadRequest(document, responses);
        addShuttingDown(document, responses);
        Stream.of(ErrorMessage.CONTENT_TOO_LARGE, ErrorMessage.URI_TOO_LONG, ErrorMessage.HEADERS_TOO_LARGE)
                .forEach(error -> addShared(document, responses, error, error.format(), BOTH, ""));
        ErrorMessage defect = ErrorMessage.INTERNAL_SERVER_ERROR;
        addShared(document, responses, defect, ErrorMessage.withErrorId(defect.format(), ERROR_ID), BOTH, "");
        addNotAcceptable(document, responses, produced);
        responses.setAPIResponses(new TreeMap<>(responses.getAPIResponses()));
    }

    private static void addBadRequest(OpenAPI document, APIResponses responses) {
        ErrorMessage error = ErrorMessage.BAD_REQUEST;
        String status = String.valueOf(error.status());
        if (responses.hasAPIResponse(status)) {
            appendDescription(responses.getAPIResponse(status), error);
        } else {
            addShared(document, responses, error, error.format(), BOTH, "");
        }
    }

    private static void addShuttingDown(OpenAPI document, APIResponses responses) {
        ErrorMessage error = ErrorMessage.SHUTTING_DOWN;
        String status = String.valueOf(error.status());
        String message = ErrorMessage.withErrorId(error.format(), ERROR_ID);
        if (responses.hasAPIResponse(status)) {
            APIResponse response = responses.getAPIResponse(status);
            appendDescription(response, error);
            response.getContent().getMediaType(ErrorFormat.JSON.mediaType()).addExample("shuttingDown",
                    OASFactory.createExample().value(envelope(message)));
        } else {
            addShared(document, responses, error, message, BOTH, "");
        }
    }

    // A client that accepts HTML gets no 406 from a resource that produces it. Without a matched method, the default is JSON.
    private static void addNotAcceptable(OpenAPI document, APIResponses responses, Set<String> produced) {
        String types = String.join(", ", new TreeSet<>(produced));
        boolean html = !produced.contains(ErrorFormat.HTML.mediaType());
        addShared(document, responses, ErrorMessage.NOT_ACCEPTABLE,
                ErrorMessage.NOT_ACCEPTABLE.format(MediaType.TEXT_XML, types),
                html ? BOTH : List.of(ErrorFormat.JSON), "-" + types.replaceAll("[a-z]+/", "").replace(", ", "-"));
    }

    private static void addShared(OpenAPI document, APIResponses responses, ErrorMessage error, String message,
            List<ErrorFormat> formats, String suffix) {
        String status = String.valueOf(error.status());
        APIResponse response = OASFactory.createAPIResponse().description(error.description());
        addErrorContent(response, formats);
        addExample(response, message);
        document.getComponents().addResponse(status + suffix, response);
        responses.addAPIResponse(status, OASFactory.createAPIResponse().ref(status + suffix));
    }

    private static void appendDescription(APIResponse response, ErrorMessage error) {
        response.setDescription(response.getDescription() + ". Or: " + error.description());
    }

    private static void addErrorContent(APIResponse response, List<ErrorFormat> formats) {
        if (response.getContent() == null) {
            Content content = OASFactory.createContent();
            formats.forEach(format -> content.addMediaType(format.mediaType(), OASFactory.createMediaType()));
            response.setContent(content);
        }
        response.getContent().getMediaTypes().forEach((type, content) -> content.setSchema(schema(type)));
    }

    private static void addExample(APIResponse response, String message) {
        response.getContent().getMediaType(ErrorFormat.JSON.mediaType()).setExample(envelope(message));
    }

    // SmallRye OpenAPI serializes maps, but not the record Envelope.
    private static Map<String, Object> envelope(String message) {
        Map<String, Object> envelope = new LinkedHashMap<>();
        envelope.put("success", false);
        envelope.put("message", message);
        envelope.put("data", Map.of());
        return envelope;
    }

    private static Schema schema(String type) {
        return MediaType.APPLICATION_JSON.equals(type) ? OASFactory.createSchema().ref("Failure")
                : OASFactory.createSchema().addType(Schema.SchemaType.STRING);
    }
}
