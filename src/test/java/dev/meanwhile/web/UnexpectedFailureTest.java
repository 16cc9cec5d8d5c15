package dev.meanwhile.web;

import static io.restassured.RestAssured.when;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jboss.logmanager.formatters.PatternFormatter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.quarkus.test.junit.QuarkusTest;

@QuarkusTest
class UnexpectedFailureTest {

    private static final Pattern ERROR_ID = Pattern.compile("Error id: ([0-9a-f-]{36})");
    private static final PatternFormatter MESSAGE_ONLY = new PatternFormatter("%s");
    private static final Logger LOGGER = Logger.getLogger(Problem.class.getName());

    private final List<LogRecord> logged = new CopyOnWriteArrayList<>();
    private final Handler recorder = new Handler() {
        @Override
        public void publish(LogRecord entry) {
            logged.add(entry);
        }

        @Override
        public void flush() {
            // nothing is buffered
        }

        @Override
        public void close() {
            // nothing is open
        }
    };

    @BeforeEach
    void listen() {
        LOGGER.addHandler(recorder);
    }

    @AfterEach
    void stopListening() {
        LOGGER.removeHandler(recorder);
    }

    @ParameterizedTest
    @CsvSource({ "/api/defect, application/json;charset=UTF-8", "/defect, text/html;charset=UTF-8" })
    void showsAnIdAndLogsTheCauseWithIt(String path, String contentType) {
        String answer = when().get(path).then().statusCode(500).contentType(contentType).extract().asString();

        assertThat(answer).doesNotContain(DefectiveResource.SECRET, "Exception", "at dev.");
        Matcher id = ERROR_ID.matcher(answer);
        assertThat(id.find()).isTrue();
        assertThat(logged).singleElement().satisfies(entry -> {
            assertThat(MESSAGE_ONLY.format(entry)).isEqualTo("GET %s failed, error id %s".formatted(path, id.group(1)));
            assertThat(entry.getThrown()).hasMessage(DefectiveResource.SECRET);
        });
    }
}
