package dev.meanwhile.ui;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LineBreaksTest {

    @ParameterizedTest
    @CsvSource(delimiterString = "->", textBlock = """
            http://localhost:8080/api/7 -> http://localhost:8080/|api/|7
            http://a.test:80/lab/runs?users=1&seed= -> http://a.test:80/|lab/|runs?|users=1&|seed=
            {"a":{"b":[1,2]},"c":"x:y"} -> {|"a":|{|"b":|[|1,|2]},|"c":|"x:y"}
            / -> /
            nonsense -> nonsense
            '' -> ''
            """)
    void partsEndAfterSegmentsParametersNamesAndValues(String text, String parts) {
        assertThat(String.join("|", LineBreaks.breakable(text))).isEqualTo(parts);
        assertThat(String.join("", LineBreaks.breakable(text))).isEqualTo(text);
    }
}
