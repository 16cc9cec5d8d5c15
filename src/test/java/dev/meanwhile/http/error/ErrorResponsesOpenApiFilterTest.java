package dev.meanwhile.http.error;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;

import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.Paths;
import org.eclipse.microprofile.openapi.models.responses.APIResponse;
import org.eclipse.microprofile.openapi.models.responses.APIResponses;
import org.junit.jupiter.api.Test;

class ErrorResponsesOpenApiFilterTest {

    private static final List<String> TYPES = List.of("application/json", "text/html", "text/plain");

    @Test
    void makesTheSameDocumentFromAnyOrderOfPaths() {
        OpenAPI document = filtered(TYPES);
        List<String> reversed = new ArrayList<>(TYPES);
        Collections.reverse(reversed);

        assertThat(List.copyOf(document.getComponents().getResponses().keySet()))
                .isEqualTo(List.copyOf(filtered(reversed).getComponents().getResponses().keySet())).isSorted();
        for (String type : TYPES) {
            assertThat(List.copyOf(responses(document, type).getAPIResponses().keySet()))
                    .containsExactly("200", "400", "406", "413", "414", "431", "500", "503");
        }
    }

    @Test
    void derivesTheMediaTypesOfNotAcceptableFromWhatTheOperationProduces() {
        Map<String, APIResponse> shared = filtered(TYPES).getComponents().getResponses();

        assertThat(shared.get("406-json").getContent().getMediaTypes()).containsOnlyKeys("application/json", "text/html");
        assertThat(shared.get("406-plain").getContent().getMediaTypes()).containsOnlyKeys("application/json", "text/html");
        assertThat(shared.get("406-html").getContent().getMediaTypes()).containsOnlyKeys("application/json");
    }

    private static APIResponses responses(OpenAPI document, String type) {
        return document.getPaths().getPathItem("/" + type).getGET().getResponses();
    }

    private static OpenAPI filtered(List<String> types) {
        Paths paths = OASFactory.createPaths();
        for (String type : types) {
            APIResponse ok = OASFactory.createAPIResponse()
                    .content(OASFactory.createContent().addMediaType(type, OASFactory.createMediaType()));
            Operation operation = OASFactory.createOperation()
                    .responses(OASFactory.createAPIResponses().addAPIResponse("200", ok));
            paths.addPathItem("/" + type, OASFactory.createPathItem().GET(operation));
        }
        OpenAPI document = OASFactory.createOpenAPI().paths(paths).components(OASFactory.createComponents());
        new ErrorResponsesOpenApiFilter().filterOpenAPI(document);
        return document;
    }
}
