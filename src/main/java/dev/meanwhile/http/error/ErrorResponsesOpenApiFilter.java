package dev.meanwhile.http.error;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

import jakarta.ws.rs.core.MediaType;

import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.media.Content;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.responses.APIResponse;
import org.eclipse.microprofile.openapi.models.responses.APIResponses;

import io.quarkus.smallrye.openapi.OpenApiFilter;

/**
 * Adds to the OpenAPI document what may become of any request, and what failures are answered as. How a single route may fail
 * is said in {@code META-INF/openapi.yaml}.
 */
@OpenApiFilter(stages = OpenApiFilter.RunStage.BUILD)
public final class ErrorResponsesOpenApiFilter implements OASFilter {

    private static final Map<String, String> DESCRIPTIONS = Map.of(
            "406", "It is not to be had as any type that is accepted",
            "413", "The body is too large",
            "414", "The address is too long",
            "431", "The headers are too large",
            "500", "A defect, which is in the log under the same id",
            "503", "This instance is about to stop; see Retry-After");
    private static final Map<String, String> MESSAGES = Map.of(
            "406", "This is not to be had as text/xml.",
            "413", "The body of this request is too large.",
            "414", "This address is longer than 8192 characters.",
            "431", "The headers of this request are larger than 16384 bytes.",
            "500", "Something went wrong here, and it is not your fault. Error id: 5d3c2f0a9b1e7d46",
            "503", "This instance is about to stop. Error id: 5d3c2f0a9b1e7d46");

    @Override
    public void filterOpenAPI(OpenAPI document) {
        document.getPaths().getPathItems().forEach((path, item) -> item.getOperations().values().forEach(operation -> {
            List<MediaType> types = ErrorResponse.mediaTypesFor(path);
            APIResponses responses = operation.getResponses();
            responses.getAPIResponses().forEach((status, answer) -> addErrorContent(status, answer, types));
            DESCRIPTIONS.keySet().stream().filter(status -> !responses.hasAPIResponse(status))
                    .filter(status -> !"406".equals(status) || !isStream(responses))
                    // who accepts no type of several is told so in the first
                    .forEach(status -> responses.addAPIResponse(status,
                            sharedResponse(document, status, "406".equals(status) ? types.subList(0, 1) : types)));
            if (!responses.hasAPIResponse("400")) {
                responses.addAPIResponse("400", OASFactory.createAPIResponse().description("The request is malformed"));
            }
            responses.setAPIResponses(new TreeMap<>(responses.getAPIResponses()));
        }));
    }

    // RESTEasy sends a stream also to those who did not ask for one
    private static boolean isStream(APIResponses responses) {
        return responses.getAPIResponse("200").getContent().hasMediaType(MediaType.SERVER_SENT_EVENTS);
    }

    private static void addErrorContent(String status, APIResponse answer, List<MediaType> types) {
        if ("200".equals(status)) {
            return;
        }
        if (answer.getContent() == null) {
            answer.setContent(content(types));
        }
        answer.getContent().getMediaTypes().forEach((type, content) -> content.setSchema(schema(type)));
    }

    private static APIResponse sharedResponse(OpenAPI document, String status, List<MediaType> types) {
        String name = status + types.stream().map(MediaType::getSubtype).collect(Collectors.joining("-", "-", ""));
        APIResponse answer = OASFactory.createAPIResponse().description(DESCRIPTIONS.get(status)).content(content(types));
        addErrorContent(status, answer, types);
        answer.getContent().getMediaTypes().forEach((type, content) -> {
            if (MediaType.APPLICATION_JSON.equals(type)) {
                content.setExample(example(MESSAGES.get(status)));
            }
        });
        document.getComponents().addResponse(name, answer);
        return OASFactory.createAPIResponse().ref(name);
    }

    // the document's writer knows maps, but not records
    private static Map<String, Object> example(String message) {
        Map<String, Object> failure = new LinkedHashMap<>();
        failure.put("success", false);
        failure.put("message", message);
        failure.put("data", Map.of());
        return failure;
    }

    private static Content content(List<MediaType> types) {
        Content content = OASFactory.createContent();
        types.forEach(type -> content.addMediaType(type.toString(), OASFactory.createMediaType()));
        return content;
    }

    private static Schema schema(String type) {
        return MediaType.APPLICATION_JSON.equals(type) ? OASFactory.createSchema().ref("Failure")
                : OASFactory.createSchema().addType(Schema.SchemaType.STRING);
    }
}
