package dev.meanwhile.http.error;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

import dev.meanwhile.api.RequestRejectedException;
import dev.meanwhile.http.filter.MethodFilter;
import dev.meanwhile.http.filter.RequestLimitsFilter;

/**
 * Messages of the errors that any route may return. {@link ErrorResponse} formats them, and {@link ErrorResponsesOpenApiFilter}
 * describes them. The messages of failed upstream calls (503, 504) are in {@link dev.meanwhile.api.UpstreamException}. The
 * messages of invalid responses (502) and of rejected parameters are where they are detected.
 */
enum ErrorMessage {

    BAD_REQUEST(400, "The request is malformed.", "The request is malformed"),
    NOT_FOUND(404, "There is no resource at %s.", "There is no such resource"),
    METHOD_NOT_ALLOWED(405, "%s is not allowed. Allowed methods: %s.", "The method is not allowed"),
    NOT_ACCEPTABLE(406, "Cannot produce %s. Supported media types: %s.",
            "No media type in Accept can be produced"),
    PRECONDITION_FAILED(412, "If-Match matches no file, because entity tags of files are weak. Omit it, or use If-None-Match."),
    CONTENT_TOO_LARGE(413, "The request body must be at most " + RequestLimitsFilter.MAX_BODY_BYTES + " bytes long."),
    URI_TOO_LONG(414, "Path and query must be at most " + RequestLimitsFilter.MAX_REQUEST_TARGET_LENGTH
            + " characters long."),
    HEADERS_TOO_LARGE(431, "The request headers must be at most " + RequestLimitsFilter.MAX_HEADER_BYTES
            + " bytes in total."),
    INTERNAL_SERVER_ERROR(500, "Internal server error.", "A defect of this service; the log has its cause under the error id"),
    NOT_IMPLEMENTED(501, "The method must be at most " + MethodFilter.MAX_METHOD_LENGTH + " characters long."),
    SHUTTING_DOWN(503, RequestRejectedException.shuttingDown().getMessage(),
            "This instance is shutting down; see Retry-After"),
    HTTP_VERSION_NOT_SUPPORTED(505, "The HTTP version must be 1.0, 1.1 or 2.");

    private static final String ERROR_ID = " Error id: ";

    private final int status;
    private final String template;
    private final String description;

    ErrorMessage(int status, String template) {
        this(status, template, template.substring(0, template.length() - 1));
    }

    ErrorMessage(int status, String template, String description) {
        this.status = status;
        this.template = template;
        this.description = description;
    }

    static Optional<ErrorMessage> ofStatus(int status) {
        return Stream.of(values()).filter(message -> message.status == status).findFirst();
    }

    int status() {
        return status;
    }

    /** Description for the OpenAPI document, without a full stop. */
    String description() {
        return description;
    }

    /**
     * The message of an error response.
     *
     * @param values of {@link #NOT_FOUND} the path, of {@link #METHOD_NOT_ALLOWED} the method and the allowed methods, of
     *        {@link #NOT_ACCEPTABLE} the {@code Accept} header and the supported media types; none of the others
     */
    String format(Object... values) {
        return String.format(Locale.ROOT, template, values);
    }

    /** {@code message} with the ID under which the log has the details, as it is sent with status 500 and above. */
    static String withErrorId(String message, String id) {
        return message + ERROR_ID + id;
    }
}
