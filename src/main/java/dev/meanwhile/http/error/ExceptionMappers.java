package dev.meanwhile.http.error;

import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.HttpHeaders;

import org.jboss.resteasy.reactive.RestResponse;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

import dev.meanwhile.api.ApiException;
import dev.meanwhile.api.RequestRejectedException;
import dev.meanwhile.api.UpstreamException;
import io.vertx.ext.web.RoutingContext;

/** What the exceptions of resources mean to the caller. */
class ExceptionMappers {

    // NotFoundException is named because the framework maps it itself in dev mode
    @ServerExceptionMapper({ NotFoundException.class, WebApplicationException.class })
    RestResponse<String> mapWebApplicationException(WebApplicationException failure, RoutingContext context) {
        int status = failure.getResponse().getStatus();
        return toResponse(
                status < 500 ? ErrorResponse.of(status, context) : ErrorResponse.internalServerError(failure, context),
                context);
    }

    @ServerExceptionMapper({ RequestRejectedException.class, UpstreamException.class })
    RestResponse<String> mapApiException(ApiException failure, RoutingContext context) {
        return toResponse(ErrorResponse.of(failure, context), context);
    }

    @ServerExceptionMapper
    RestResponse<String> mapThrowable(Throwable failure, RoutingContext context) {
        return toResponse(ErrorResponse.internalServerError(failure, context), context);
    }

    private static RestResponse<String> toResponse(ErrorResponse error, RoutingContext context) {
        RestResponse.ResponseBuilder<String> response = RestResponse.ResponseBuilder
                .create(RestResponse.Status.fromStatusCode(error.status()), error.body(context))
                .header(HttpHeaders.CONTENT_TYPE, error.mediaType(context));
        error.headers().forEach(response::header);
        return response.build();
    }
}
