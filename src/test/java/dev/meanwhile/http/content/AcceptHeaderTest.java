package dev.meanwhile.http.content;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AcceptHeaderTest {

    private static final List<String> TYPES = List.of("text/html", "application/json");

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            text/html                                          | 1    | 0
            TEXT/HTML                                          | 1    | 0
            text/*                                             | 1    | 0
            */*                                                | 1    | 1
            *                                                  | 1    | 1
            text/html, image/gif, *; q=.2, */*; q=.2           | 1    | 0.2
            text/html;q=0                                      | 0    | 0
            text/html;q=0, */*                                 | 0    | 1
            text/html;q=0.000, */*;q=0.001                     | 0    | 0.001
            */*;q=0, text/html                                 | 1    | 0
            text/html;q=0.2, */*;q=0.5                         | 0.2  | 0.5
            text/html;Q=0.2, text/*;q=0.9, */*;q=0.5           | 0.2  | 0.5
            text/html ; q=0.2 , application/json ; q=0.3       | 0.2  | 0.3
            text/html;q = 0.2                                  | 0.2  | 0
            text/html\t;\tq=0.2\t,\tapplication/json           | 0.2  | 1
            ,, text/html,, ,application/json;q=0.5,            | 1    | 0.5
            text/html;;q=0.5;                                  | 0.5  | 0
            text/html;charset=UTF-8;q=0.5                      | 0.5  | 0
            application/json;charset="a,b;c\\"d,"              | 0    | 1
            text/html;a="b;q=0", application/json;q=0.5        | 1    | 0.5
            text/html;level=1                                  | 1    | 0
            text/html;level=1;q=0.3, text/html;q=0.7           | 0.7  | 0
            text/html;level=1;q=0, */*                         | 1    | 1
            text/html;q=0.5;ext=1                              | 0.5  | 0
            text/html, text/html;q=0.3                         | 1    | 0
            """)
    void mostSpecificRangeDeterminesTheQuality(String accept, double html, double json) {
        AcceptHeader header = AcceptHeader.parse(List.of(accept));

        assertThat(TYPES.stream().map(header::quality)).containsExactly(html, json);
    }

    @ParameterizedTest
    @ValueSource(strings = { "nonsense", "text/html/x", "/html", "text/", "*/html", "te xt/html", "text/h*", "text/html;q=high",
            "text/html;q=", "text/html;q", "text/html;q=2", "text/html;q=-1", "text/html;q=1e-1", "text/html;q=NaN",
            "text/html;q=0.0.1", "text/html;q=.", "text/html;q=\"0.5\"" })
    void invalidElementsAreSkipped(String element) {
        assertThat(AcceptHeader.parse(List.of(element)).isValid()).isFalse();
        assertThat(AcceptHeader.parse(List.of(element)).quality("text/html")).isEqualTo(1);

        AcceptHeader header = AcceptHeader.parse(List.of(element + ", application/json;q=0.5"));
        assertThat(header.quality("text/html")).isZero();
        assertThat(header.quality("application/json")).isEqualTo(0.5);
    }

    @Test
    void severalLinesAreOneList() {
        AcceptHeader header = AcceptHeader.parse(List.of("application/json;q=0.1", "text/html"));

        assertThat(header.quality("text/html")).isEqualTo(1);
        assertThat(header.quality("application/json")).isEqualTo(0.1);
    }

    @ParameterizedTest
    @ValueSource(strings = { "", " ", ",", " , \t," })
    void headerWithoutElementsAcceptsEverything(String accept) {
        AcceptHeader header = AcceptHeader.parse(List.of(accept));

        assertThat(header.isBlank()).isTrue();
        assertThat(header.quality("text/html")).isEqualTo(1);
    }

    @Test
    void normalFormListsAcceptableTypesByQuality() {
        assertThat(AcceptHeader.parse(List.of("text/html;q=0.2, */*;q=0.5")).normalize(TYPES))
                .isEqualTo("application/json;q=0.5,text/html;q=0.2");
        assertThat(AcceptHeader.parse(List.of("*/*;q=0")).normalize(TYPES)).isEqualTo("none/none");
    }
}
