package dev.meanwhile.http.content;

import java.util.List;
import java.util.stream.Stream;

import org.jboss.resteasy.reactive.server.core.Deployment;
import org.jboss.resteasy.reactive.server.core.ResteasyReactiveRequestContext;
import org.jboss.resteasy.reactive.server.handlers.ClassRoutingHandler;
import org.jboss.resteasy.reactive.server.handlers.RestInitialHandler.InitialMatch;
import org.jboss.resteasy.reactive.server.mapping.RequestMapper;
import org.jboss.resteasy.reactive.server.mapping.RequestMapper.RequestMatch;
import org.jboss.resteasy.reactive.server.mapping.RuntimeResource;

import dev.meanwhile.api.Representations;
import io.quarkus.resteasy.reactive.server.runtime.ResteasyReactiveRecorder;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;

/** Finds the media types that the resource of a request can produce, without parameters. Only for error responses. */
public final class ProducedMediaTypes {

    /** Key of the list of media types in the data of a request, if the code that rejected it knew them. */
    static final String KEY = ProducedMediaTypes.class.getName();

    private ProducedMediaTypes() {
    }

    /** Returns the media types of a resource that has been matched, or none for null. */
    public static List<String> of(ResteasyReactiveRequestContext request) {
        RuntimeResource method = request == null ? null : request.getTarget();
        if (method == null) {
            return List.of();
        }
        Representations all = method.getResourceClass() == null ? null
                : method.getResourceClass().getAnnotation(Representations.class);
        return all == null ? of(method) : List.of(all.value());
    }

    private static List<String> of(RuntimeResource method) {
        return method.getProduces() == null ? List.of()
                : Stream.of(method.getProduces().getSortedOriginalMediaTypes())
                        .map(type -> type.getType() + "/" + type.getSubtype()).toList();
    }

    /**
     * Returns the media types of the resource that has the path of a request. Quarkus REST rejects an unacceptable request
     * before its resource is matched, so this uses its routing tables.
     */
    public static List<String> of(RoutingContext context) {
        List<String> known = context.get(KEY);
        if (known != null) {
            return known;
        }
        Deployment deployment = ResteasyReactiveRecorder.getCurrentDeployment();
        String path = context.normalizedPath().substring(deployment.getPrefix().length());
        RequestMapper<InitialMatch> classes = new RequestMapper<>(deployment.getClassMappers());
        for (RequestMatch<InitialMatch> match = classes.map(path); match != null; match = classes.continueMatching(path,
                match)) {
            if (match.value.handlers.length > 0 && match.value.handlers[0] instanceof ClassRoutingHandler methods) {
                RequestMatch<RuntimeResource> method = methods.getMappers().get(HttpMethod.GET.name())
                        .map(match.remaining.isEmpty() ? "/" : match.remaining);
                if (method != null) {
                    return of(method.value);
                }
            }
        }
        return List.of();
    }
}
