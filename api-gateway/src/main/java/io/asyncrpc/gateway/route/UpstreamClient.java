package io.asyncrpc.gateway.route;

import io.asyncrpc.gateway.problem.Problem;
import io.asyncrpc.gateway.problem.ProblemType;
import io.asyncrpc.gateway.problem.ProblemWriter;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.RequestOptions;
import io.vertx.ext.web.RoutingContext;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.jboss.logging.Logger;

/**
 * One service behind the door. A request is sent once: whether a lost one was carried out only the caller can find
 * out, so nothing is repeated here. An answer streams through; if it breaks off, so does ours.
 */
final class UpstreamClient {
    private static final Logger LOG = Logger.getLogger(UpstreamClient.class);

    private static final long WARN_EVERY_NANOS = Duration.ofSeconds(10).toNanos();

    private final AtomicLong warnedAt = new AtomicLong(System.nanoTime() - 2 * WARN_EVERY_NANOS);
    private final HttpClient client;
    private final String name;
    private final URI home;
    private final RouteConfig.Upstream patience;
    private final GatewayMetrics metrics;

    UpstreamClient(HttpClient client, String name, URI home, RouteConfig.Upstream patience, GatewayMetrics metrics) {
        this.client = client;
        this.name = name;
        this.home = home;
        this.patience = patience;
        this.metrics = metrics;
    }

    void forward(RoutingContext context, Buffer body) {
        client.request(options(context))
                .onSuccess(request -> exchange(context, request, body))
                .onFailure(cause -> refuse(context, cause, "The service cannot be reached; nothing was done."));
    }

    private RequestOptions options(RoutingContext context) {
        return new RequestOptions()
                .setMethod(context.request().method())
                .setHost(home.getHost())
                .setPort(home.getPort())
                .setSsl("https".equals(home.getScheme()))
                .setURI(context.request().uri())
                .setHeaders(HeaderRules.inwards(context.request().headers()))
                .setConnectTimeout(patience.queueing().toMillis());
    }

    private void exchange(RoutingContext context, HttpClientRequest request, Buffer body) {
        long start = System.nanoTime();
        request.exceptionHandler(told -> {}); // both futures below tell it too
        context.addEndHandler(end -> {
            if (end.failed()) {
                request.reset();
            }
        });
        send(request, body)
                .onSuccess(answer -> {
                    metrics.answered(name, System.nanoTime() - start);
                    relay(context, answer);
                })
                .onFailure(cause -> refuse(
                        context, cause, "The service gave no answer; look whether it was done before you repeat it."));
    }

    private static Future<HttpClientResponse> send(HttpClientRequest request, Buffer body) {
        return body.length() == 0 ? request.send() : request.send(body);
    }

    private void relay(RoutingContext context, HttpClientResponse answer) {
        if (isForeignError(answer)) {
            ProblemWriter.write(context.response(), translate(answer.statusCode()));
            return;
        }
        HttpServerResponse response = context.response().setStatusCode(answer.statusCode());
        HeaderRules.outwards(answer.headers(), response.headers(), home.toString());
        if (hasNoBody(context, answer)) {
            response.end();
            return;
        }
        response.setChunked(!response.headers().contains(HttpHeaders.CONTENT_LENGTH));
        answer.pipe().endOnFailure(false).to(response).onFailure(cause -> breakOff(context, answer, cause));
    }

    /** Half an answer must look like half an answer: ours is not ended, its connection is. */
    private void breakOff(RoutingContext context, HttpClientResponse answer, Throwable cause) {
        LOG.debugf("An answer broke off service=%s cause=%s", name, cause);
        answer.request().reset();
        context.request().connection().close();
    }

    private static boolean hasNoBody(RoutingContext context, HttpClientResponse answer) {
        return context.request().method() == HttpMethod.HEAD
                || answer.statusCode() == 204
                || answer.statusCode() == 304;
    }

    /** An error in any shape but ours: its text is not known to be fit for strangers. */
    private static boolean isForeignError(HttpClientResponse answer) {
        String type = answer.getHeader(HttpHeaders.CONTENT_TYPE);
        return answer.statusCode() >= 400 && (type == null || !type.startsWith(ProblemWriter.MEDIA_TYPE));
    }

    private static Problem translate(int status) {
        ProblemType fallback = status < 500 ? ProblemType.MALFORMED : ProblemType.INTERNAL;
        ProblemType type = ProblemType.ofStatus(status).orElse(fallback);
        return new Problem(type, "The service refused the request.", Map.of());
    }

    private void refuse(RoutingContext context, Throwable cause, String detail) {
        if (context.response().closed()) {
            LOG.debugf("A caller hung up before its answer was here service=%s", name);
            return;
        }
        warn(cause);
        ProblemWriter.write(context.response(), Problem.unavailable(detail));
    }

    /** Every refusal is counted; of an outage one line in ten seconds is enough. */
    private void warn(Throwable cause) {
        long now = System.nanoTime();
        long before = warnedAt.get();
        if (now - before > WARN_EVERY_NANOS && warnedAt.compareAndSet(before, now)) {
            LOG.warnf("A service did not answer service=%s cause=%s", name, cause);
        }
    }
}
