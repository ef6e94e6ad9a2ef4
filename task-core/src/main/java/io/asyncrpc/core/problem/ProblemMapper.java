package io.asyncrpc.core.problem;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.ForbiddenException;
import io.quarkus.security.UnauthorizedException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.pgclient.PgException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.io.IOException;
import java.util.concurrent.TimeoutException;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** Turns whatever ended a request into a problem (RFC 9457); no stack trace ever leaves. */
class ProblemMapper {
    private static final Logger LOG = Logger.getLogger(ProblemMapper.class);
    private static final MediaType PROBLEM_JSON = new MediaType("application", "problem+json");
    private static final int RETRY_AFTER_SECONDS = 2;

    @ServerExceptionMapper
    Response problem(Problem p) {
        return answer(p);
    }

    @ServerExceptionMapper
    Response notAuthenticated(UnauthorizedException e) {
        return answer(new Problem(ProblemType.UNAUTHENTICATED, "a bearer token is needed"));
    }

    @ServerExceptionMapper
    Response badToken(AuthenticationFailedException e) {
        return answer(new Problem(ProblemType.UNAUTHENTICATED, "the token is not valid"));
    }

    @ServerExceptionMapper
    Response forbidden(ForbiddenException e) {
        return answer(new Problem(ProblemType.FORBIDDEN, "the token's role is too low"));
    }

    /** JSON that the framework reads by itself. */
    @ServerExceptionMapper
    Response unreadable(JsonProcessingException e) {
        return answer(Problem.malformed("the body is not JSON of the expected form"));
    }

    @ServerExceptionMapper
    Response byTheFramework(WebApplicationException e, UriInfo uri) {
        int status = e.getResponse().getStatus();
        for (ProblemType type : ProblemType.values()) {
            if (type.status() == status) {
                Response answer = answer(new Problem(type, type.title()));
                return type == ProblemType.METHOD_NOT_ALLOWED ? allowing(answer, uri.getPath()) : answer;
            }
        }
        return status < 500 ? answer(Problem.malformed("the request cannot be read")) : unexpected(e, uri);
    }

    private static Response allowing(Response answer, String path) {
        return Allowed.methods(path)
                .map(methods -> Response.fromResponse(answer)
                        .header(HttpHeaders.ALLOW, methods)
                        .build())
                .orElse(answer);
    }

    @ServerExceptionMapper
    Response unexpected(Throwable failure, UriInfo uri) {
        Subject subject = Subject.of(uri.getPath());
        if (isOutage(failure)) {
            LOG.warnf(
                    "a request found the database away taskId=%s deviceId=%s reason=%s",
                    subject.taskId(), subject.deviceId(), failure.getMessage());
            return answer(new Problem(ProblemType.UNAVAILABLE, "try again in a moment; nothing accepted is lost"));
        }
        LOG.errorf(failure, "a request ended unexpectedly taskId=%s deviceId=%s", subject.taskId(), subject.deviceId());
        return answer(new Problem(ProblemType.INTERNAL, "the fault is logged"));
    }

    /**
     * Connections refused, lost or not to be had, a server that is starting or stopping (SQLSTATE 08, 53, 57), and a
     * transaction that met another one (40).
     */
    private static boolean isOutage(Throwable failure) {
        for (Throwable t = failure; t != null; t = t.getCause()) {
            if (t instanceof IOException || t instanceof TimeoutException) {
                return true;
            }
            if (t instanceof PgException e && String.valueOf(e.getSqlState()).matches("(08|40|53|57).*")) {
                return true;
            }
            String name = t.getClass().getName();
            if (name.equals("io.vertx.core.impl.NoStackTraceThrowable")
                    || name.contains("ClosedConnection")
                    || name.equals("io.vertx.core.VertxException")) {
                return true;
            }
        }
        return false;
    }

    private static Response answer(Problem p) {
        JsonObject body = new JsonObject()
                .put("type", p.type().uri())
                .put("title", p.type().title())
                .put("status", p.type().status())
                .put("code", p.type().code())
                .put("detail", p.detail());
        if (!p.errors().isEmpty()) {
            JsonArray errors = new JsonArray();
            p.errors()
                    .forEach(e -> errors.add(
                            new JsonObject().put("pointer", e.pointer()).put("detail", e.detail())));
            body.put("errors", errors);
        }
        Response.ResponseBuilder response =
                Response.status(p.type().status()).type(PROBLEM_JSON).entity(body.encode());
        if (p.type() == ProblemType.UNAVAILABLE || p.type() == ProblemType.QUOTA_EXCEEDED) {
            response.header("Retry-After", RETRY_AFTER_SECONDS);
        }
        if (p.type() == ProblemType.UNAUTHENTICATED) {
            response.header("WWW-Authenticate", "Bearer");
        }
        return response.build();
    }
}
