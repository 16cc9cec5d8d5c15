package dev.meanwhile.fetch;

import java.net.URI;
import java.net.URISyntaxException;
import java.text.Normalizer;
import java.util.Set;
import java.util.regex.Pattern;

import dev.meanwhile.api.RequestRejectedException;

/** Checks that a URL may be requested, before a connection is opened. */
final class OriginAllowList {

    // Matches the routes anywhere in the path, because routers differ in how they treat dots, double slashes and parameters.
    private static final Pattern SELF_FETCH_PATH = Pattern.compile(".*/(fetch|gather)([/;].*)?", Pattern.DOTALL);

    private final Set<Origin> allowed;
    private final Origin self;

    /**
     * @param allowed the origins that may be requested
     * @param self the origin of this service, whose {@code /fetch} and {@code /gather} may not be requested
     */
    OriginAllowList(Set<Origin> allowed, Origin self) {
        this.allowed = Set.copyOf(allowed);
        this.self = self;
    }

    /**
     * Parses and checks a URL as the caller wrote it.
     *
     * @return the URL in ASCII
     * @throws RequestRejectedException with status 400 if {@code url} is not an absolute URL, 403 if it may not be requested
     */
    URI requireAllowed(String url) {
        try {
            URI uri = new URI(UrlReference.toAscii(url));
            if (!uri.isAbsolute() || uri.isOpaque()) {
                throw new RequestRejectedException(400, "url must be an absolute URL, but was '" + url + "'.");
            }
            return requireAllowed(uri, url);
        } catch (URISyntaxException e) {
            throw invalid(url, e.getReason());
        } catch (IllegalArgumentException e) {
            throw invalid(url, e.getMessage());
        }
    }

    /**
     * Checks a URL in ASCII, such as the target of a redirect.
     *
     * @return {@code uri}
     * @throws RequestRejectedException with status 403 if the URL may not be requested
     */
    URI requireAllowed(URI uri) {
        return requireAllowed(uri, uri.toString());
    }

    private URI requireAllowed(URI uri, String url) {
        Origin origin;
        try {
            origin = Origin.of(uri);
        } catch (IllegalArgumentException e) {
            throw rejected(url, "it " + e.getMessage());
        }
        if (uri.getRawUserInfo() != null) {
            throw rejected(url, "it contains user information");
        }
        if (!allowed.contains(origin)) {
            throw rejected(url, "the origin " + origin + " is not in meanwhile.fetch.allowed-origins");
        }
        if (origin.equals(self) && isFetchRoute(uri.getPath())) {
            throw rejected(url, "it is a fetch route of this service");
        }
        return uri;
    }

    // A router may normalize the path, so that a Greek question mark becomes a semicolon.
    private static boolean isFetchRoute(String path) {
        return SELF_FETCH_PATH.matcher(Normalizer.normalize("/" + path, Normalizer.Form.NFC)).matches();
    }

    private static RequestRejectedException invalid(String url, String reason) {
        return new RequestRejectedException(400, "url must be a valid URL, but was '" + url + "': " + reason + ".");
    }

    private static RequestRejectedException rejected(String url, String reason) {
        return new RequestRejectedException(403, "'" + url + "' may not be fetched: " + reason + ".");
    }
}
