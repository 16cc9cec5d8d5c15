package dev.meanwhile.fetch;

import java.util.regex.Pattern;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;

/** What an origin answered, of whatever status and kind, in full. */
record Answer(int status, String location, String type, Buffer body) {

    private static final Pattern JSON = Pattern.compile("application/([\\w.-]+\\+)?json\\s*(;.*)?", Pattern.CASE_INSENSITIVE);

    static Answer of(HttpClientResponse response, Buffer body) {
        return new Answer(response.statusCode(), response.getHeader(HttpHeaders.LOCATION),
                response.getHeader(HttpHeaders.CONTENT_TYPE), body);
    }

    boolean isSuccess() {
        return status / 100 == 2;
    }

    boolean isRedirect() {
        return status / 100 == 3 && location != null;
    }

    boolean isJson() {
        return type != null && JSON.matcher(type).matches();
    }
}
