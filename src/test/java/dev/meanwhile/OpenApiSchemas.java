package dev.meanwhile;

import java.util.List;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;

/**
 * Validates values against the schemas of an OpenAPI 3.1 document, which are JSON schemas. Objects must not have properties
 * that their schemas lack.
 */
final class OpenApiSchemas {

    private static final JsonSchemaFactory SCHEMAS = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012);

    private final JsonNode components;

    OpenApiSchemas(JsonNode document) {
        components = document.get("components").deepCopy();
        components.get("schemas").forEach(OpenApiSchemas::close);
    }

    private static void close(JsonNode schema) {
        if (schema instanceof ObjectNode object && object.has("properties") && !object.has("additionalProperties")) {
            object.put("additionalProperties", false);
        }
    }

    /** Returns a schema that is the named component. */
    static JsonNode reference(String component) {
        return JsonNodeFactory.instance.objectNode().put("$ref", "#/components/schemas/" + component);
    }

    /** Returns why {@code value} does not match {@code schema}, empty if it does. */
    List<String> errors(JsonNode schema, JsonNode value) {
        ObjectNode root = schema.deepCopy();
        root.set("components", components);
        return SCHEMAS.getSchema(root).validate(value).stream().map(ValidationMessage::getMessage).toList();
    }
}
