package dev.meanwhile.http.filter;

import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.jboss.resteasy.reactive.common.util.PathHelper;
import org.jboss.resteasy.reactive.server.core.Deployment;
import org.jboss.resteasy.reactive.server.handlers.ClassRoutingHandler;
import org.jboss.resteasy.reactive.server.handlers.RestInitialHandler.InitialMatch;
import org.jboss.resteasy.reactive.server.mapping.RequestMapper;
import org.jboss.resteasy.reactive.server.mapping.RequestMapper.RequestMatch;
import org.jboss.resteasy.reactive.server.mapping.RuntimeResource;

import io.quarkus.resteasy.reactive.server.runtime.ResteasyReactiveRecorder;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.Router;

/**
 * Finds the route of a path without running it, for requests that are rejected before or while Quarkus REST looks for their
 * route. It uses the routing tables of Quarkus REST and Vert.x, so its result is the same as theirs. Quarkus does the same
 * for requests that fail authentication. Do not use it for every request, because it is slow.
 */
public final class RouteLookup {

    private static final String STATIC_RESOURCES = "META-INF/resources";

    private RouteLookup() {
    }

    /**
     * Whether a JAX-RS resource method, a static resource or a handler of {@code router} responds to {@code path}.
     *
     * @param router the router of the public port
     * @param path the normalized path
     */
    static boolean exists(Router router, String path) {
        String relative = withoutRootPath(path);
        return template(path) != null || isStaticResource(relative) || isHandledBy(router, relative);
    }

    private static boolean isStaticResource(String path) {
        return !path.endsWith("/")
                && Thread.currentThread().getContextClassLoader().getResource(STATIC_RESOURCES + path) != null;
    }

    private static String withoutRootPath(String path) {
        return PathHelper.getPathWithoutPrefix(path, ResteasyReactiveRecorder.getCurrentDeployment().getPrefix());
    }

    /** Whether {@code router} has a handler for {@code path}, other than those that handle all paths. */
    static boolean isHandledBy(Router router, String path) {
        return router.getRoutes().stream().anyMatch(route -> isHandledBy(route, path));
    }

    private static boolean isHandledBy(Route route, String path) {
        String routePath = route.getPath();
        if (routePath == null || routePath.length() < 2) {
            return false;
        }
        if (route.getSubRouter() != null) {
            return path.startsWith(routePath) && isHandledBy(route.getSubRouter(), path.substring(routePath.length() - 1));
        }
        return route.isExactPath() ? path.equals(routePath) : path.startsWith(routePath);
    }

    /**
     * Returns the template of the JAX-RS resource method that has {@code path}, such as {@code /greet/{name}}, or null.
     *
     * @param path the normalized path
     */
    public static String template(String path) {
        Deployment deployment = ResteasyReactiveRecorder.getCurrentDeployment();
        String relative = withoutRootPath(path);
        RequestMapper<InitialMatch> classes = new RequestMapper<>(deployment.getClassMappers());
        for (RequestMatch<InitialMatch> match = classes.map(relative); match != null; match = classes
                .continueMatching(relative, match)) {
            String remaining = match.remaining.isEmpty() ? "/" : match.remaining;
            for (RequestMapper<RuntimeResource> methods : methodsOf(match.value).toList()) {
                RequestMatch<RuntimeResource> method = methods.map(remaining);
                if (method != null) {
                    return join(match.template.template, method.template.template);
                }
            }
        }
        return null;
    }

    /** Returns the templates of all JAX-RS resource methods. */
    public static Set<String> templates() {
        return ResteasyReactiveRecorder.getCurrentDeployment().getClassMappers().stream()
                .flatMap(type -> methodsOf(type.value).flatMap(methods -> methods.getTemplates().stream())
                        .map(method -> join(type.template.template, method.template.template)))
                .collect(Collectors.toUnmodifiableSet());
    }

    private static Stream<RequestMapper<RuntimeResource>> methodsOf(InitialMatch type) {
        return type.handlers.length > 0 && type.handlers[0] instanceof ClassRoutingHandler routing
                ? routing.getMappers().values().stream()
                : Stream.empty();
    }

    private static String join(String type, String method) {
        String template = (type + method).replaceAll("/{2,}", "/");
        return template.length() > 1 && template.endsWith("/") ? template.substring(0, template.length() - 1) : template;
    }
}
