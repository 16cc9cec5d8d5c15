package dev.meanwhile.http.error;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import dev.meanwhile.http.content.AcceptHeader;

class ErrorFormatTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            application/json                     | JSON
            text/html                            | HTML
            text/html,*/*;q=0.8                  | HTML
            application/json,text/html;q=0.9     | JSON
            application/json;q=0.5,text/html     | HTML
            application/*                        | JSON
            text/*                               | HTML
            text/html;q=0,*/*                    | JSON
            application/json;q=0,*/*             | HTML
            """)
    void preferenceOfTheClientDecides(String accept, ErrorFormat expected) {
        for (ErrorFormat defaultFormat : ErrorFormat.values()) {
            assertThat(negotiate(defaultFormat, accept)).isEqualTo(expected);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            */*
            text/xml
            text/event-stream
            text/html,application/json
            nonsense
            text/html;q=high
            ''
            """)
    void defaultDecidesIfTheClientHasNoPreference(String accept) {
        for (ErrorFormat defaultFormat : ErrorFormat.values()) {
            assertThat(negotiate(defaultFormat, accept)).isEqualTo(defaultFormat);
        }
    }

    @Test
    void combinesSeveralAcceptHeaders() {
        assertThat(negotiate(ErrorFormat.JSON, "application/json;q=0.1", "text/html"))
                .isEqualTo(ErrorFormat.HTML);
        assertThat(negotiate(ErrorFormat.HTML)).isEqualTo(ErrorFormat.HTML);
    }

    @Test
    void defaultIsAPageForResourcesThatProduceOnlyHtml() {
        assertThat(ErrorFormat.defaultFor(List.of("text/html"))).isEqualTo(ErrorFormat.HTML);
        assertThat(ErrorFormat.defaultFor(List.of("text/html", "application/json"))).isEqualTo(ErrorFormat.JSON);
        assertThat(ErrorFormat.defaultFor(List.of("text/plain"))).isEqualTo(ErrorFormat.JSON);
        assertThat(ErrorFormat.defaultFor(List.of())).isEqualTo(ErrorFormat.JSON);
    }

    private static ErrorFormat negotiate(ErrorFormat defaultFormat, String... accept) {
        return ErrorFormat.negotiate(AcceptHeader.parse(List.of(accept)), defaultFormat);
    }
}
