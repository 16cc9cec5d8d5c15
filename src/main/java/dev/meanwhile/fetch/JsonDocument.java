package dev.meanwhile.fetch;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

import com.fasterxml.jackson.annotation.JsonRawValue;
import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.StreamReadConstraints;

/**
 * A JSON document that keeps its original text, so that numbers keep all digits and keys keep their order.
 *
 * @param text valid JSON
 */
@Schema(description = "Any JSON value, unchanged", implementation = Object.class)
record JsonDocument(@JsonValue @JsonRawValue String text) {

    static final int MAX_NESTING = 200;
    static final int MAX_NUMBER_LENGTH = 1_000;

    private static final JsonFactory JSON = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(MAX_NESTING)
                    .maxNumberLength(MAX_NUMBER_LENGTH)
                    .build())
            .build();

    /**
     * Parses a document according to RFC 8259: UTF-8, exactly one value.
     *
     * @throws IOException if {@code bytes} is not valid JSON, is nested deeper than {@value #MAX_NESTING} levels, or has a
     *         number
     *         of more than {@value #MAX_NUMBER_LENGTH} characters
     */
    static JsonDocument parse(byte[] bytes) throws IOException {
        String text = decode(bytes);
        try (JsonParser parser = JSON.createParser(text)) {
            if (parser.nextToken() == null) {
                throw new JsonParseException(parser, "The document is empty");
            }
            parser.skipChildren();
            if (parser.nextToken() != null) {
                throw new JsonParseException(parser, "The document has content after its value");
            }
        }
        return new JsonDocument(text);
    }

    private static String decode(byte[] bytes) throws IOException {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (CharacterCodingException e) {
            throw new JsonParseException(null, "The document is not valid UTF-8", e);
        }
    }
}
