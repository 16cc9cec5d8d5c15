package dev.meanwhile.http.error;

import org.jboss.logging.Logger;

/**
 * Writes a line to the access log for a request that fails before the handler of Quarkus that writes it, in the format of
 * {@code quarkus.http.access-log.pattern}.
 */
final class AccessLog {

    private static final Logger LOG = Logger.getLogger("io.quarkus.http.access-log");

    private AccessLog() {
    }

    /** @param requestLine method, target and version; {@code -} if they are unknown */
    static void log(String requestLine, int status) {
        if (LOG.isInfoEnabled()) {
            LOG.info('"' + requestLine + "\" " + status + " 0 ms");
        }
    }
}
