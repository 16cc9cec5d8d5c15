package dev.meanwhile;

import static java.util.stream.Collectors.toSet;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

import com.fasterxml.jackson.databind.JsonNode;

/** An event of a stream, with a JSON object as data. */
record ServerSentEvent(String name, JsonNode data) {

    /** Parses events of the form that Quarkus writes: one line for each of {@code id}, {@code event} and {@code data}. */
    static List<ServerSentEvent> parse(String stream) {
        return Arrays.stream(stream.split("\n\n")).map(event -> {
            Map<String, String> fields = event.lines()
                    .collect(Collectors.toMap(line -> line.split(":", 2)[0], line -> line.split(":", 2)[1]));
            return new ServerSentEvent(fields.get("event"), OpenApiIT.parse(fields.get("data")));
        }).toList();
    }

    /** Whether {@code other} has the same name, and properties of the same names and types, in all elements of arrays. */
    boolean hasFormOf(ServerSentEvent other) {
        return name.equals(other.name) && haveSameForm(data, other.data);
    }

    private static boolean haveSameForm(JsonNode one, JsonNode other) {
        if (one.isNull() || other.isNull()) {
            return true;
        }
        if (one.isObject() && other.isObject()) {
            return names(one).collect(toSet()).equals(names(other).collect(toSet()))
                    && names(one).allMatch(name -> haveSameForm(one.get(name), other.get(name)));
        }
        if (one.isArray() && other.isArray()) {
            return elements(one).allMatch(element -> elements(other).allMatch(another -> haveSameForm(element, another)));
        }
        return one.getNodeType() == other.getNodeType();
    }

    private static Stream<JsonNode> elements(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false);
    }

    private static Stream<String> names(JsonNode object) {
        return object.properties().stream().map(Map.Entry::getKey);
    }
}
