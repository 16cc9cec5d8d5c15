package dev.meanwhile;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ServerSentEventTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {"a":[{"b":1},{"b":2}]} | {"a":[{"b":3}]}         | true
            {"a":[{"b":1},{"c":2}]} | {"a":[{"b":3}]}         | false
            {"a":[{"b":3}]}         | {"a":[{"b":1},{"c":2}]} | false
            {"a":[1,2]}             | {"a":[1,"2"]}           | false
            {"a":[[1],[2]]}         | {"a":[[1],["2"]]}       | false
            {"a":[]}                | {"a":[1]}               | true
            {"a":null}              | {"a":[1]}               | true
            {"a":1}                 | {"b":1}                 | false
            """)
    void comparesNamesAndTypesOfAllElements(String data, String other, boolean sameForm) {
        assertThat(event(data).hasFormOf(event(other))).isEqualTo(sameForm);
    }

    private static ServerSentEvent event(String data) {
        return ServerSentEvent.parse("event:done\ndata:" + data + "\n\n").get(0);
    }
}
