package io.asyncrpc.gateway.route;

import io.asyncrpc.gateway.limit.BodyGate;
import io.asyncrpc.gateway.limit.Gathered;
import io.asyncrpc.gateway.problem.Problem;
import io.asyncrpc.gateway.problem.ProblemType;
import io.asyncrpc.gateway.problem.ProblemWriter;
import io.asyncrpc.gateway.trace.Step;
import io.asyncrpc.gateway.trace.Traces;
import io.asyncrpc.gateway.wait.LongPoll;
import io.asyncrpc.gateway.wait.Preference;
import io.asyncrpc.gateway.wait.Visit;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.OptionalInt;
import org.jboss.logging.Logger;

/** Everything that is asked of the house passes here; only {@code /q/} is the door's own. */
@Singleton
class ApiResource {
    private static final Logger LOG = Logger.getLogger(ApiResource.class);

    /** Before the framework's own limits, which answer without a problem body. */
    private static final int BEFORE_FRAMEWORK = -1_000;

    private final Admission admission;
    private final BodyGate bodies;
    private final Upstreams upstreams;
    private final LongPoll longPoll;
    private final GatewayMetrics metrics;
    private final Traces traces;

    ApiResource(
            Admission admission,
            BodyGate bodies,
            Upstreams upstreams,
            LongPoll longPoll,
            GatewayMetrics metrics,
            Traces traces) {
        this.admission = admission;
        this.bodies = bodies;
        this.upstreams = upstreams;
        this.longPoll = longPoll;
        this.metrics = metrics;
        this.traces = traces;
    }

    void register(@Observes Router router) {
        router.route().order(BEFORE_FRAMEWORK).handler(this::enter).failureHandler(this::fail);
        router.route().order(Integer.MAX_VALUE).handler(this::nothingHere).failureHandler(this::fail);
    }

    /** By the raw address: what only looks like ours after normalisation is not ours. */
    private void enter(RoutingContext context) {
        if (context.request().version() == null) {
            refuse(context, Problem.malformed("Only HTTP/1.0 and HTTP/1.1 are spoken here."));
            return;
        }
        if (context.request().uri().startsWith("/q/")) {
            context.next();
        } else {
            admit(context);
        }
    }

    private void admit(RoutingContext context) {
        var request = context.request();
        var decision = admission.decide(request.method().name(), request.uri(), request.headers());
        observe(context, decision);
        switch (decision) {
            case Decision.Refused(Problem problem) -> refuse(context, problem);
            case Decision.Open open -> upstreams.named(open.service()).forward(context, Buffer.buffer());
            case Decision.Admitted admitted -> gather(context, admitted);
        }
    }

    private void gather(RoutingContext context, Decision.Admitted admitted) {
        admitted.headers().forEach(context.response()::putHeader);
        admitted.token()
                .ifPresent(token -> context.request().headers().set(HttpHeaders.AUTHORIZATION, "Bearer " + token));
        bodies.gather(context.request())
                .onSuccess(gathered -> {
                    switch (gathered) {
                        case Gathered.Refused(Problem problem) -> refuse(context, problem);
                        case Gathered.Whole(Buffer body) -> pass(context, admitted, body);
                    }
                })
                .onFailure(gone -> LOG.debugf("A caller hung up before its body was here cause=%s", gone));
    }

    /** On to the service, at once or by way of those who wait. */
    private void pass(RoutingContext context, Decision.Admitted admitted, Buffer body) {
        Route route = admitted.route();
        UpstreamClient upstream = upstreams.owning(route);
        HttpServerRequest request = context.request();
        OptionalInt seconds =
                route.isWaitable() ? Preference.seconds(request.headers().getAll("Prefer")) : OptionalInt.empty();
        Optional<String> id = route.idIn(request.path());
        boolean isMaking = request.method() == HttpMethod.POST && request.path().equals(route.prefix());
        boolean isReading = request.method() == HttpMethod.GET && id.isPresent();
        if (seconds.isEmpty() && isReading && body.length() == 0) {
            upstream.show(context);
            return;
        }
        if (seconds.isEmpty() || !isMaking && !isReading) {
            upstream.forward(context, body);
            return;
        }
        Visit visit = new Visit(context, admitted.caller().organisation(), upstream, seconds.getAsInt());
        if (isMaking) {
            longPoll.make(visit, body);
        } else {
            longPoll.read(visit, id.orElseThrow());
        }
    }

    /** Whoever does not speak HTTP is hung up on: where its next request would begin, nobody knows. */
    private void refuse(RoutingContext context, Problem problem) {
        if (problem.type() == ProblemType.MALFORMED) {
            context.addEndHandler(said -> context.request().connection().close());
        }
        ProblemWriter.write(context.response(), problem);
        bodies.discard(context.request());
    }

    private void observe(RoutingContext context, Decision decision) {
        String route = switch (decision) {
            case Decision.Admitted admitted -> admitted.route().name();
            case Decision.Open open -> open.name();
            case Decision.Refused refused -> "none";
        };
        String method =
                Method.of(context.request().method().name()).map(Method::name).orElse("OTHER");
        Step step = traces.enter(method, route, context.request().headers());
        long start = System.nanoTime();
        context.addEndHandler(end -> {
            int status = context.response().getStatusCode();
            metrics.passed(route, method, status, System.nanoTime() - start);
            step.with("http.response.status_code", status).end();
        });
    }

    private void nothingHere(RoutingContext context) {
        refuse(context, Problem.notFound());
    }

    private void fail(RoutingContext context) {
        if (RequestTarget.parse(context.request().uri()).isEmpty()) {
            refuse(context, Problem.malformed("The address is not well formed."));
            return;
        }
        String path = context.request().path();
        LOG.errorf(
                context.failure(),
                "A request failed inside the door taskId=%s deviceId=%s status=%d",
                Subject.taskIn(path),
                Subject.deviceIn(path),
                context.statusCode());
        refuse(context, Problem.internal());
    }
}
