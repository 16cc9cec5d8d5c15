package dev.meanwhile.logging;

import static io.restassured.RestAssured.when;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Test;

import dev.meanwhile.PackagedApp;

/** The reader of standard output stalls, as a log collector may. A pipe holds 64 KiB, which is about 270 lines. */
class StalledLogReaderIT {

    private static final int MORE_THAN_PIPE_AND_QUEUE_HOLD = 1_500;
    private static final int TERMINATED = 143;
    private static final Duration TIME_TO_STOP = Duration.ofSeconds(10);
    private static final Pattern DROPPED = Pattern.compile("meanwhile_log_dropped_lines_total (\\d+)");

    @Test
    void servesRequestsCountsDroppedLinesAndStops() {
        try (PackagedApp app = PackagedApp.startWithStalledLogReader()) {
            requestHello(app, MORE_THAN_PIPE_AND_QUEUE_HOLD);

            assertThat(droppedLines(app)).isPositive();
            when().get(app.managementUrl().resolve("/q/health/live")).then().statusCode(200);
            when().get(app.managementUrl().resolve("/q/health/ready")).then().statusCode(200);

            long start = System.nanoTime();
            app.terminate();

            assertThat(app.exitStatus()).isEqualTo(TERMINATED);
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(TIME_TO_STOP);
        }
    }

    @Test
    void logsAgainWhenTheReaderIsBack() {
        try (PackagedApp app = PackagedApp.startWithStalledLogReader()) {
            requestHello(app, MORE_THAN_PIPE_AND_QUEUE_HOLD);
            double dropped = droppedLines(app);
            when().get(app.url().resolve("/greet/dropped")).then().statusCode(200);
            assertThat(droppedLines(app)).isEqualTo(dropped + 1);

            // the first line and those that the pipe held; the queue has places again when it is read
            Thread reader = new Thread(() -> app.readLogUntil(line -> line.contains("/greet/logged")));
            reader.start();
            await().until(() -> {
                when().get(app.url().resolve("/greet/logged")).then().statusCode(200);
                return !reader.isAlive();
            });

            assertThat(app.log()).doesNotContain("/greet/dropped");
            Thread rest = new Thread(() -> app.readLogUntil(line -> line.contains("stopped in")));
            rest.start();
            app.terminate();
            assertThat(app.exitStatus()).isEqualTo(TERMINATED);
            await().until(() -> !rest.isAlive());
        }
    }

    private static void requestHello(PackagedApp app, int times) {
        for (int i = 0; i < times; i++) {
            when().get(app.url().resolve("/hello")).then().statusCode(200);
        }
    }

    private static double droppedLines(PackagedApp app) {
        Matcher dropped = DROPPED.matcher(when().get(app.managementUrl().resolve("/q/metrics")).asString());
        assertThat(dropped.find()).isTrue();
        return Double.parseDouble(dropped.group(1));
    }
}
