package dev.meanwhile;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import com.fasterxml.jackson.databind.JsonNode;

import io.quarkus.test.junit.QuarkusTest;

/**
 * The rules of the OpenAPI document. They are those of the linters Spectral ({@code spectral:oas}) and Redocly
 * ({@code recommended}) that this document could break; docs/development.md describes how to run the linters.
 */
@QuarkusTest
class OpenApiDocumentTest {

    private JsonNode document;

    @BeforeEach
    void readDocument() {
        document = OpenApiIT.parse(given().get("/q/openapi?format=json").asString());
    }

    @Test
    void namesLicenceContactAndARelativeServer() {
        assertThat(document.at("/info/title").asText()).isEqualTo("Meanwhile");
        assertThat(document.at("/info/description").asText()).isNotEmpty();
        assertThat(document.at("/info/contact/name").asText()).isNotEmpty();
        assertThat(document.at("/info/license/name").asText()).isEqualTo("Apache-2.0");
        assertThat(document.at("/info/license/url").asText()).startsWith("https://www.apache.org/");
        assertThat(document.get("servers").valueStream()).singleElement()
                .matches(server -> server.get("url").asText().equals("/"));
        assertThat(document.get("security").valueStream()).as("security requirements").isEmpty();
    }

    @Test
    void everyOperationHasAnIdATagASummaryAndADescription() {
        List<String> tags = document.get("tags").valueStream().map(tag -> tag.get("name").asText()).toList();

        assertThat(operations()).hasSize(10).allSatisfy(operation -> {
            assertThat(operation.get("operationId").asText()).matches("[a-z]+([A-Z][a-z]+)+");
            assertThat(operation.get("summary").asText()).doesNotEndWith(".").isNotEmpty();
            assertThat(operation.get("description").asText()).endsWith(".");
            assertThat(operation.get("tags").valueStream().map(JsonNode::asText)).hasSize(1).isSubsetOf(tags);
        });
        assertThat(operations()).extracting(operation -> operation.get("operationId").asText()).doesNotHaveDuplicates();
        assertThat(operations()).extracting(operation -> operation.get("tags").get(0).asText()).containsAll(tags);
        assertThat(document.get("tags")).allSatisfy(tag -> assertThat(tag.get("description").asText()).isNotEmpty());
    }

    @Test
    void everyExampleMatchesItsSchema() {
        OpenApiSchemas schemas = new OpenApiSchemas(document);
        List<JsonNode> withSchema = withSchema(document, new ArrayList<>());

        assertThat(withSchema).hasSizeGreaterThan(80).allSatisfy(node -> assertThat(examples(node)).allSatisfy(
                example -> assertThat(schemas.errors(node.get("schema"), example)).as("%s", example).isEmpty()));
        assertThat(withSchema.stream().flatMap(OpenApiDocumentTest::examples)).hasSizeGreaterThan(50);
    }

    // Parameters and contents.
    private static List<JsonNode> withSchema(JsonNode node, List<JsonNode> found) {
        if (node.has("schema")) {
            found.add(node);
        }
        node.forEach(child -> withSchema(child, found));
        return found;
    }

    private static Stream<JsonNode> examples(JsonNode node) {
        return Stream.concat(Stream.ofNullable(node.get("example")),
                node.path("examples").valueStream().map(named -> named.get("value")));
    }

    @Test
    void everySchemaAndResponseIsUsed() {
        List<String> references = document.findValuesAsText("$ref");

        for (String kind : List.of("schemas", "responses")) {
            assertThat(document.at("/components/" + kind).properties()).extracting(Map.Entry::getKey)
                    .allMatch(name -> references.contains("#/components/" + kind + "/" + name))
                    .allMatch(name -> name.matches("[\\w-]+"));
        }
    }

    private List<JsonNode> operations() {
        return document.get("paths").valueStream().flatMap(JsonNode::valueStream).toList();
    }
}
