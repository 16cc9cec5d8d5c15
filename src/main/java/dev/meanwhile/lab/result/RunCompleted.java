package dev.meanwhile.lab.result;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import com.fasterxml.jackson.annotation.JsonProperty;

import io.quarkus.runtime.annotations.RegisterForReflection;

/**
 * The end of a run.
 *
 * @param explanation headline, sentences and notes as one text, or the reason of an early end
 * @param seconds duration of the run, including the warm-up
 * @param verdict the result of the measurements, as data
 * @param headline what the run shows, with one comparison, or the reason of an early end; failed calls come first
 * @param sentences one sentence for each measured mode, by the name of the mode
 * @param notes restrictions of the result, such as a busy machine
 */
@RegisterForReflection
public record RunCompleted(
        @JsonProperty("explanation") String explanation,
        @JsonProperty("seconds") double seconds,
        @JsonProperty("verdict") RunVerdict verdict,
        @JsonProperty("headline") String headline,
        @JsonProperty("sentences") Map<String, String> sentences,
        @JsonProperty("notes") List<String> notes) implements RunEvent {

    /** @param sentences by the name of the mode, in the order of the explanation */
    public static RunCompleted of(double seconds, RunVerdict verdict, String headline, Map<String, String> sentences,
            List<String> notes) {
        String explanation = Stream.of(Stream.of(headline),
                sentences.entrySet().stream().map(sentence -> sentence.getKey() + ": " + sentence.getValue()),
                notes.stream()).flatMap(part -> part).collect(Collectors.joining(" "));
        return new RunCompleted(explanation, MedianAndRange.round(seconds), verdict, headline, sentences, notes);
    }

    /** The end of a run that did not measure all modes. */
    public static RunCompleted early(double seconds, String reason) {
        return of(seconds, RunVerdict.NOTHING, reason, Map.of(), List.of());
    }

    @Override
    public String eventName() {
        return "done";
    }
}
