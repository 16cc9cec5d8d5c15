package dev.meanwhile.fetch;

import java.util.List;

import dev.meanwhile.api.RequestRejectedException;

/**
 * The request header {@code CDN-Loop} (RFC 8586). Every fetch carries it, so that this service recognizes its own requests.
 */
public final class CdnLoop {

    /** Name of the header. */
    public static final String HEADER = "CDN-Loop";
    /** The name of this service in the header. */
    static final String ID = "meanwhile";

    private CdnLoop() {
    }

    /**
     * Rejects a request that this service has sent.
     *
     * @param values the values of all headers of this name
     * @throws RequestRejectedException with status 403 if one of them names this service
     */
    public static void reject(List<String> values) {
        if (namesThisService(values)) {
            throw new RequestRejectedException(403, "This service does not fetch documents for its own requests.");
        }
    }

    /**
     * Returns whether one of the values names this service, in any case and with or without parameters.
     *
     * @param values the values of all headers of this name, each of which is a comma-separated list
     */
    static boolean namesThisService(List<String> values) {
        return values.stream().anyMatch(CdnLoop::namesThisService);
    }

    private static boolean namesThisService(String value) {
        int start = 0;
        boolean quoted = false;
        for (int i = 0; i < value.length(); i++) {
            char character = value.charAt(i);
            if (quoted && character == '\\') {
                i++;
            } else if (character == '"') {
                quoted = !quoted;
            } else if (character == ',' && !quoted) {
                if (isThisService(value.substring(start, i))) {
                    return true;
                }
                start = i + 1;
            }
        }
        return isThisService(value.substring(start));
    }

    private static boolean isThisService(String element) {
        int parameters = element.indexOf(';');
        return (parameters < 0 ? element : element.substring(0, parameters)).strip().equalsIgnoreCase(ID);
    }
}
