package dev.meanwhile.api;

import java.util.List;

import io.vertx.ext.web.RoutingContext;

/** Reads query parameters that have one value. */
public final class QueryParams {

    private QueryParams() {
    }

    /**
     * Returns the value of a parameter. Quarkus REST 3.33 injects the default instead of an empty value, and the first of
     * several values. This method returns the empty value, and rejects several values.
     *
     * @param name the name of the parameter
     * @param injected the value that Quarkus REST has injected, which is returned if the request has no such parameter; may
     *        be null
     * @throws RequestRejectedException with status 400 if the parameter is given several times
     */
    public static String read(RoutingContext context, String name, String injected) {
        List<String> values = context.queryParam(name);
        if (values.size() > 1) {
            throw new RequestRejectedException(400,
                    name + " must be given once, but was given " + values.size() + " times.");
        }
        return values.isEmpty() ? injected : values.get(0);
    }
}
