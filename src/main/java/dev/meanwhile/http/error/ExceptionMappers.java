package dev.meanwhile.http.error;

import java.util.List;

import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.HttpHeaders;

import org.jboss.resteasy.reactive.RestResponse;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;
import org.jboss.resteasy.reactive.server.core.ResteasyReactiveRequestContext;
import org.jboss.resteasy.reactive.server.spi.ResteasyReactiveContainerRequestContext;

import dev.meanwhile.api.ApiException;
import dev.meanwhile.api.RequestRejectedException;
import dev.meanwhile.api.UpstreamException;
import dev.meanwhile.http.content.ProducedMediaTypes;
import io.vertx.ext.web.RoutingContext;

/** Maps the exceptions of resources, and of the framework while it looks for a resource, to error responses. */
class ExceptionMappers {

    // NotFoundException is listed because Quarkus maps it itself in dev mode.
    @ServerExceptionMapper({ NotFoundException.class, WebApplicationException.class })
    RestResponse<String> mapWebApplicationException(WebApplicationException failure, RoutingContext context,
            ContainerRequestContext request) {
        int status = failure.getResponse().getStatus();
        if (status < 400) {
            // not an error: a resource ends its request early
            return RestResponse.status(failure.getResponse().getStatusInfo());
        }
        return toResponse(status < 500 ? ErrorResponse.of(status, context)
                : ErrorResponse.internalServerError(failure, context), context,
                mediaTypesProducedFor(request));
    }

    @ServerExceptionMapper({ RequestRejectedException.class, UpstreamException.class })
    RestResponse<String> mapApiException(ApiException failure, RoutingContext context, ContainerRequestContext request) {
        return toResponse(ErrorResponse.of(failure, context), context, mediaTypesProducedFor(request));
    }

    @ServerExceptionMapper
    RestResponse<String> mapThrowable(Throwable failure, RoutingContext context, ContainerRequestContext request) {
        return toResponse(ErrorResponse.internalServerError(failure, context), context, mediaTypesProducedFor(request));
    }

    // JAX-RS has no method for this. There is no target if no resource method matched path, method and Accept.
    private static List<String> mediaTypesProducedFor(ContainerRequestContext request) {
        return request instanceof ResteasyReactiveContainerRequestContext container
                && container.getServerRequestContext() instanceof ResteasyReactiveRequestContext context
                        ? ProducedMediaTypes.of(context)
                        : List.of();
    }

    private static RestResponse<String> toResponse(ErrorResponse error, RoutingContext context, List<String> produced) {
        ErrorFormat format = ErrorFormat.negotiate(context, produced);
        RestResponse.ResponseBuilder<String> response = RestResponse.ResponseBuilder
                .create(RestResponse.Status.fromStatusCode(error.status()), error.body(format, context))
                .header(HttpHeaders.CONTENT_TYPE, ErrorResponse.contentType(format));
        error.headers().forEach(response::header);
        return response.build();
    }
}
