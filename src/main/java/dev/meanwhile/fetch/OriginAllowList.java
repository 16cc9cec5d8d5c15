package dev.meanwhile.fetch;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Set;
import java.util.regex.Pattern;

import dev.meanwhile.api.RequestRejectedException;

/** Decides which addresses may be asked, before any connection is opened. */
final class OriginAllowList {

    // anywhere in the path: what a router makes of dots, slashes and parameters is the router's business
    private static final Pattern OURSELVES = Pattern.compile(".*/(fetch|gather)([/;].*)?", Pattern.DOTALL);

    private final Set<Origin> allowed;
    private final Origin self;

    /**
     * @param allowed the only origins that may be asked
     * @param self our own origin, of which {@code /fetch} and {@code /gather} may not be asked
     */
    OriginAllowList(Set<Origin> allowed, Origin self) {
        this.allowed = Set.copyOf(allowed);
        this.self = self;
    }

    /**
     * Reads an address as a caller wrote it.
     *
     * @return the address in plain ASCII
     * @throws RequestRejectedException with status 400 if it is no absolute URL, 403 if it may not be asked
     */
    URI check(String url) {
        try {
            URI address = new URI(url);
            if (!address.isAbsolute() || address.isOpaque()) {
                throw new RequestRejectedException(400, "'" + url + "' is no absolute URL.");
            }
            return check(address);
        } catch (URISyntaxException e) {
            throw new RequestRejectedException(400, "'" + url + "' is no URL: " + e.getReason() + ".");
        }
    }

    /**
     * Checks an address that a redirect leads to.
     *
     * @return the address in plain ASCII
     * @throws RequestRejectedException with status 403 if it may not be asked
     */
    URI check(URI address) {
        Origin origin;
        try {
            origin = Origin.of(address);
        } catch (IllegalArgumentException e) {
            throw new RequestRejectedException(403, "'" + address + "' may not be fetched: it " + e.getMessage() + ".");
        }
        if (address.getRawUserInfo() != null) {
            throw new RequestRejectedException(403, "'" + address + "' may not be fetched: it carries user information.");
        }
        if (!allowed.contains(origin)) {
            throw new RequestRejectedException(403,
                    "'" + address + "' may not be fetched: " + origin + " is not on the list of origins.");
        }
        if (origin.equals(self) && OURSELVES.matcher("/" + address.getPath()).matches()) {
            throw new RequestRejectedException(403, "'" + address + "' may not be fetched: it fetches itself.");
        }
        return URI.create(address.toASCIIString());
    }
}
