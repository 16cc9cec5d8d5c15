package dev.meanwhile.http.filter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;

import org.junit.jupiter.api.Test;

import dev.meanwhile.PackagedApp;
import dev.meanwhile.stress.RawConnection;

class AccessLogIT {

    private static final Duration TIMEOUT = Duration.ofSeconds(5);

    @Test
    void leavesOutOnlyWhatTheUpstreamOfTheLabServes() {
        List<String> logged = List.of("/lab/upstream/abc", "/lab/upstream/7/8", "/lab/upstream/7;x",
                "/lab/upstream/../../api/7",
                "/lab/upstream/%2e%2e/runs?users=0", "/lab/upstream/../../fetch?url=nope");
        try (PackagedApp app = PackagedApp.start()) {
            request(app, "/lab/upstream/7?delay=0");
            request(app, "//lab//upstream/%37?delay=0");
            logged.forEach(target -> request(app, target));
            request(app, "/hello?last");

            await().atMost(TIMEOUT).until(() -> app.log().contains("GET /hello?last "));
            assertThat(logged).allMatch(target -> app.log().contains("GET " + target + " "));
            assertThat(app.log()).doesNotContain("/lab/upstream/7?delay=0", "//lab//upstream/%37?delay=0");
        }
    }

    private static void request(PackagedApp app, String target) {
        try (RawConnection connection = new RawConnection(app.url())) {
            connection.send("GET " + target + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
            connection.readStatuses(TIMEOUT);
        }
    }
}
