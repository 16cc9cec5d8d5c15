package dev.meanwhile.fetch;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

import com.fasterxml.jackson.annotation.JsonRawValue;
import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;

import io.quarkus.runtime.annotations.RegisterForReflection;

/**
 * A JSON document that keeps its original text, so that numbers keep all digits and keys keep their order.
 *
 * @param text valid JSON
 */
@RegisterForReflection
record JsonDocument(@JsonValue @JsonRawValue String text) {

    static final int MAX_NESTING = 200;
    static final int MAX_NUMBER_LENGTH = 1_000;

    private static final char BYTE_ORDER_MARK = '\uFEFF';
    // The other limits of Jackson are off: the size of a document is limited before it is parsed. The table of names is off
    // too, because it rejects names whose hash codes collide.
    private static final JsonFactory JSON = JsonFactory.builder()
            .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(MAX_NESTING)
                    .maxNumberLength(MAX_NUMBER_LENGTH)
                    .maxNameLength(Integer.MAX_VALUE)
                    .maxStringLength(Integer.MAX_VALUE)
                    .build())
            .build();

    /**
     * Parses a document according to RFC 8259: UTF-8, exactly one value. A byte order mark is not part of the document.
     *
     * @throws StreamConstraintsException if the document is nested deeper than {@value #MAX_NESTING} levels, or has a number of
     *         more than {@value #MAX_NUMBER_LENGTH} characters. The message is a predicate of "JSON that".
     * @throws IOException if {@code bytes} is not valid JSON
     */
    static JsonDocument parse(byte[] bytes) throws IOException {
        String text = decode(bytes);
        if (!text.isEmpty() && text.charAt(0) == BYTE_ORDER_MARK) {
            text = text.substring(1);
        }
        try (JsonParser parser = JSON.createParser(text)) {
            parse(parser);
        }
        return new JsonDocument(text);
    }

    private static void parse(JsonParser parser) throws IOException {
        try {
            if (parser.nextToken() == null) {
                throw new JsonParseException(parser, "The document is empty");
            }
            parser.skipChildren();
            if (parser.nextToken() != null) {
                throw new JsonParseException(parser, "The document has content after its value");
            }
        } catch (StreamConstraintsException e) {
            throw new StreamConstraintsException(parser.getParsingContext().getNestingDepth() > MAX_NESTING
                    ? "is nested deeper than " + MAX_NESTING + " levels"
                    : "has a number of more than " + MAX_NUMBER_LENGTH + " characters");
        }
    }

    private static String decode(byte[] bytes) throws IOException {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (CharacterCodingException e) {
            throw new JsonParseException(null, "The document is not valid UTF-8", e);
        }
    }
}
