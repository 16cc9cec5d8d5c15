package dev.meanwhile.http.content;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import jakarta.inject.Singleton;

import org.jboss.logging.Logger;

import dev.meanwhile.http.filter.SecurityHeadersFilter;
import io.quarkus.runtime.LaunchMode;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;

/**
 * Headers of Swagger UI.
 * <ul>
 * <li>The content security policy allows the inline scripts of its page. Their text depends on the version of Quarkus and on
 * {@code quarkus.http.root-path}, so their hashes are computed when the service starts. It also allows the style in the logo
 * that the page shows first.
 * <li>Browsers revalidate its files. Quarkus would let them keep the files of the previous version for a day.
 * </ul>
 */
@Singleton
final class SwaggerUiHeaders {

    private static final Logger LOG = Logger.getLogger(SwaggerUiHeaders.class);

    /**
     * Where Quarkus 3.33 keeps the files of a package, as a class path resource. In development and in tests they are temporary
     * files, and the page has no policy.
     */
    static final String FOLDER = "META-INF/io.smallrye_smallrye-open-api-ui__jar/META-INF/resources/openapi-ui/";
    private static final String PAGE = FOLDER + "index.html";
    private static final Pattern INLINE_SCRIPT = Pattern.compile("<script(?: defer)?>(.*?)</script>", Pattern.DOTALL);
    private static final String LOGO_STYLE = "'sha256-RL3ie0nH+Lzz2YNqQN83mnU0J1ot4QL7b99vMdIX99w='";
    private static final CharSequence CONTENT_SECURITY_POLICY = HttpHeaders.createOptimized("Content-Security-Policy");
    private static final CharSequence NO_CACHE = HttpHeaders.createOptimized("no-cache");

    private final CharSequence policy = HttpHeaders.createOptimized(policy(readPage()));

    void add(MultiMap headers) {
        headers.set(HttpHeaders.CACHE_CONTROL, NO_CACHE);
        // The header is absent in development mode.
        if (headers.contains(CONTENT_SECURITY_POLICY)) {
            headers.set(CONTENT_SECURITY_POLICY, policy);
        }
    }

    /** Adds the hashes of the inline scripts of {@code page} to the policy of the pages. */
    static String policy(String page) {
        String hashes = INLINE_SCRIPT.matcher(page).results().map(script -> " 'sha256-" + sha256(script.group(1)) + "'")
                .collect(Collectors.joining());
        return SecurityHeadersFilter.PAGES_POLICY.toString()
                .replace("style-src 'self'", "style-src 'self' " + LOGO_STYLE)
                .replace("script-src 'self'", "script-src 'self'" + hashes);
    }

    private static String sha256(String script) {
        try {
            return Base64.getEncoder().encodeToString(MessageDigest.getInstance("SHA-256").digest(script.getBytes(UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JVM has SHA-256", e);
        }
    }

    private static String readPage() {
        try (InputStream page = Thread.currentThread().getContextClassLoader().getResourceAsStream(PAGE)) {
            if (page == null && LaunchMode.current() == LaunchMode.NORMAL) {
                LOG.warnf("The scripts of Swagger UI are blocked, because %s is missing", PAGE);
            }
            return page == null ? "" : new String(page.readAllBytes(), UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
