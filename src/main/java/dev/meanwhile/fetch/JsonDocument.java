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
 * One JSON document, kept as the text that it came as, so that no number is rounded and no key moves.
 *
 * @param text valid JSON
 */
@Schema(description = "Any JSON, as it came", implementation = Object.class)
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
     * Reads a document as RFC 8259 has it: UTF-8, one value, nothing after it.
     *
     * @throws IOException if it is none, is nested deeper than {@value #MAX_NESTING} levels, or has a number of more than
     *         {@value #MAX_NUMBER_LENGTH} digits
     */
    static JsonDocument parse(byte[] bytes) throws IOException {
        String text = decode(bytes);
        try (JsonParser parser = JSON.createParser(text)) {
            if (parser.nextToken() == null) {
                throw new JsonParseException(parser, "There is nothing in it");
            }
            parser.skipChildren();
            if (parser.nextToken() != null) {
                throw new JsonParseException(parser, "There is something behind it");
            }
        }
        return new JsonDocument(text);
    }

    private static String decode(byte[] bytes) throws IOException {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (CharacterCodingException e) {
            throw new JsonParseException(null, "It is not UTF-8", e);
        }
    }
}
