package dev.meanwhile.lab;

import static io.restassured.RestAssured.given;
import static io.restassured.RestAssured.when;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import org.junit.jupiter.api.Test;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.quarkus.qute.i18n.MessageBundles;
import io.quarkus.test.junit.QuarkusTest;

/** Compares the recorded run of the first screen with a run that is made now. docs/development.md says how to record it. */
@QuarkusTest
class LabRecordedRunTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String UNKNOWN = "unknown";

    @Test
    void hasTheFieldsOfARunOfToday() throws Exception {
        String query = Preset.all(MessageBundles.get(PresetMessages.class)).get(0).query();
        JsonNode live = JSON.readTree(
                given().accept("application/json").urlEncodingEnabled(false).get("/lab/runs?" + query).asString());
        ObjectNode recorded = (ObjectNode) JSON
                .readTree(when().get("/lab-recorded.json").then().statusCode(200)
                        .header("Cache-Control", "no-cache").extract().asString());

        recorded.remove("zh");
        assertThat(LocalDate.parse(recorded.remove("recorded").asText())).isAfter(LocalDate.of(2026, 11, 1));
        assertThat(recorded.get("modes")).hasSize(4);
        assertThat(recorded.get("timelines")).hasSize(4 * 3);
        assertThat(recorded.get("calls")).hasSize(4 * 3 * 5);
        assertThat(recorded.at("/done/headline").asText()).startsWith("5 calls of 200 ms: one after another ");
        ObjectNode scenario = (ObjectNode) recorded.at("/plan/scenario");
        ObjectNode liveScenario = (ObjectNode) live.at("/plan/scenario");
        assertThat(scenario.without("seed").toString()).isEqualTo(liveScenario.without("seed").toString());
        assertThat(known(types(recorded), types(live))).isEqualTo(known(types(live), types(recorded)));
    }

    /** A run has one language, so the Chinese sentences are written by hand, with the numbers and modes of the run. */
    @Test
    void hasTheSameSentencesInChinese() throws Exception {
        JsonNode recorded = JSON.readTree(when().get("/lab-recorded.json").asString());
        JsonNode english = recorded.get("done");
        JsonNode chinese = recorded.at("/zh/done");

        assertThat(codes(chinese.get("headline"))).isEqualTo(codes(english.get("headline")));
        assertThat(codes(chinese.get("notes"))).isNotEmpty()
                .isEqualTo(codes(english.get("notes")));
        assertThat(chinese.get("sentences")).hasSameSizeAs(english.get("sentences"));
        english.get("sentences").properties().forEach(sentence -> assertThat(
                codes(chinese.get("sentences").get(sentence.getKey())))
                .containsExactlyInAnyOrderElementsOf(codes(sentence.getValue())));
        assertThat(recorded.at("/zh/plan/caveats")).hasSameSizeAs(recorded.at("/plan/caveats"));
    }

    /** Numbers and names of modes. */
    private static List<String> codes(JsonNode sentence) {
        return Pattern.compile("[\\d,]*\\d|sequential|pool|virtual|reactive")
                .matcher(sentence.toString().toLowerCase(Locale.ROOT)).results()
                .map(MatchResult::group).toList();
    }

    /** The type of each path, with those of all elements of an array in one path. */
    private static Map<String, String> types(JsonNode document) {
        Map<String, String> types = new TreeMap<>();
        collect("", document, types);
        return types;
    }

    private static void collect(String path, JsonNode node, Map<String, String> types) {
        String type = node.isNull() || node.isEmpty() && node.isContainerNode() ? UNKNOWN : node.getNodeType().name();
        types.merge(path, type, (left, right) -> UNKNOWN.equals(right) ? left : right);
        node.properties().forEach(property -> collect(path + "." + property.getKey(), property.getValue(), types));
        if (node.isArray()) {
            node.forEach(element -> {
                // a mode that this JVM cannot execute has other fields
                if (!element.has("skipped")) {
                    collect(path + "[]", element, types);
                }
            });
        }
    }

    /**
     * The types without those below a value that is null or empty in one of the documents, and without sentences of single
     * modes.
     */
    private static Map<String, String> known(Map<String, String> types, Map<String, String> others) {
        Set<String> unknown = new TreeSet<>(types.keySet().stream().filter(path -> UNKNOWN.equals(types.get(path))
                || UNKNOWN.equals(others.get(path)) || ".done.sentences".equals(path)).toList());
        return types.entrySet().stream().filter(type -> unknown.stream().noneMatch(type.getKey()::startsWith))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }
}
