package io.asyncrpc.bridge.account;

import jakarta.ws.rs.ProcessingException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.ClientWebApplicationException;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** Turns what went wrong into a problem. No stack trace leaves. */
class ProblemMapper {
    private static final Logger LOG = Logger.getLogger(ProblemMapper.class);

    @ServerExceptionMapper
    Response brokerAway(ProcessingException failure, UriInfo uri) {
        LOG.warnf(
                "Broker management not reached deviceId=%s: %s", Subject.deviceIn(uri.getPath()), failure.getMessage());
        return Problem.UNAVAILABLE.response("the broker does not answer");
    }

    @ServerExceptionMapper
    Response brokerRefused(ClientWebApplicationException failure, UriInfo uri) {
        LOG.warnf("Broker management refused deviceId=%s: %s", Subject.deviceIn(uri.getPath()), failure.getMessage());
        return Problem.UNAVAILABLE.response("the broker does not do what it is asked");
    }

    @ServerExceptionMapper
    Response refused(WebApplicationException failure) {
        return Problem.of(failure.getResponse().getStatus());
    }

    @ServerExceptionMapper
    Response unexpected(RuntimeException failure, UriInfo uri) {
        LOG.errorf(failure, "Account call failed deviceId=%s", Subject.deviceIn(uri.getPath()));
        return Problem.INTERNAL.response("an unexpected error");
    }
}
