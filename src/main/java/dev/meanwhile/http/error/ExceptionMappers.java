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
    RestResponse<String> refused(WebApplicationException failure, RoutingContext context) {
        int status = failure.getResponse().getStatus();
        return answer(status < 500 ? ErrorResponse.of(status, context) : ErrorResponse.unexpected(failure, context), context);
    }

    @ServerExceptionMapper({ RequestRejectedException.class, UpstreamException.class })
    RestResponse<String> failed(ApiException failure, RoutingContext context) {
        return answer(ErrorResponse.of(failure, context), context);
    }

    @ServerExceptionMapper
    RestResponse<String> unexpected(Throwable failure, RoutingContext context) {
        return answer(ErrorResponse.unexpected(failure, context), context);
    }

    private static RestResponse<String> answer(ErrorResponse problem, RoutingContext context) {
        RestResponse.ResponseBuilder<String> answer = RestResponse.ResponseBuilder
                .create(RestResponse.Status.fromStatusCode(problem.status()), problem.body(context))
                .header(HttpHeaders.CONTENT_TYPE, problem.mediaType(context));
        problem.headers().forEach(answer::header);
        return answer.build();
    }
}
