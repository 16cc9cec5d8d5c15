package dev.meanwhile.fetch.page;

import java.net.URI;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

import dev.meanwhile.fetch.Origin;

/**
 * A URL that may be fetched.
 *
 * @param origin an allowed origin
 * @param url a URL of this origin: a document of the numeric API if the origin is this service, otherwise the root
 */
record ExampleUrl(String origin, String url) {

    /** Returns one URL for each origin: this service first if it is allowed, then the others in alphabetical order. */
    static List<ExampleUrl> of(Collection<Origin> allowed, URI selfUrl) {
        Origin self = Origin.of(selfUrl);
        return allowed.stream()
                .sorted(Comparator.comparing((Origin origin) -> !origin.equals(self)).thenComparing(Origin::toString))
                .map(origin -> new ExampleUrl(origin.toString(), origin.equals(self) ? selfUrl + "/api/7" : origin + "/"))
                .toList();
    }
}
