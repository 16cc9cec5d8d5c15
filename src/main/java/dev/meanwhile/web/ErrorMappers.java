package dev.meanwhile.web;

import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.HttpHeaders;

import org.jboss.resteasy.reactive.RestResponse;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

import io.vertx.core.http.HttpServerRequest;

/** What the exceptions of resources mean to the caller. */
class ErrorMappers {

    // NotFoundException is named because the framework maps it itself in dev mode
    @ServerExceptionMapper({ NotFoundException.class, WebApplicationException.class })
    RestResponse<String> refused(WebApplicationException failure, HttpServerRequest request) {
        int status = failure.getResponse().getStatus();
        return answer(status < 500 ? Problem.of(status, request) : Problem.unexpected(failure, request), request);
    }

    @ServerExceptionMapper
    RestResponse<String> refused(Refusal refusal, HttpServerRequest request) {
        return answer(Problem.of(refusal.status(), refusal.getMessage()), request);
    }

    @ServerExceptionMapper
    RestResponse<String> upstreamFailed(UpstreamException failure, HttpServerRequest request) {
        return answer(Problem.upstream(failure, request), request);
    }

    @ServerExceptionMapper
    RestResponse<String> unexpected(Throwable failure, HttpServerRequest request) {
        return answer(Problem.unexpected(failure, request), request);
    }

    private static RestResponse<String> answer(Problem problem, HttpServerRequest request) {
        RestResponse.ResponseBuilder<String> answer = RestResponse.ResponseBuilder
                .create(RestResponse.Status.fromStatusCode(problem.status()), problem.body(request))
                .header(HttpHeaders.CONTENT_TYPE, problem.mediaType(request));
        problem.headers().forEach(answer::header);
        return answer.build();
    }
}
