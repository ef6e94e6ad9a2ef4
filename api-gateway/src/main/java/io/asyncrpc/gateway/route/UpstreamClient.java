package io.asyncrpc.gateway.route;

import io.asyncrpc.gateway.problem.Problem;
import io.asyncrpc.gateway.problem.ProblemWriter;
import io.asyncrpc.gateway.read.NotTogether;
import io.asyncrpc.gateway.read.TogetherReader;
import io.asyncrpc.gateway.wait.Answer;
import io.asyncrpc.gateway.wait.Question;
import io.asyncrpc.gateway.wait.Upstream;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
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
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.ToIntFunction;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * One service behind the door. A request is sent once: whether a lost one was carried out only the caller can find
 * out, so nothing is repeated here. An answer streams through; if it breaks off, so does ours.
 */
final class UpstreamClient implements Upstream {
    private static final Logger LOG = Logger.getLogger(UpstreamClient.class);

    private static final String NO_ANSWER =
            "The service gave no answer; look whether it was done before you repeat it.";

    private static final long WARN_EVERY_NANOS = Duration.ofSeconds(10).toNanos();

    private final AtomicLong warnedAt = new AtomicLong(System.nanoTime() - 2 * WARN_EVERY_NANOS);
    private final String name;
    private final URI home;
    private final HttpClient client;
    private final RouteConfig.Upstream patience;
    private final WaitingReader reader;
    private final Optional<TogetherReader> together;
    private final GatewayMetrics metrics;

    UpstreamClient(
            String name,
            URI home,
            HttpClient client,
            RouteConfig.Upstream patience,
            WaitingReader reader,
            Optional<TogetherReader> together,
            GatewayMetrics metrics) {
        this.name = name;
        this.home = home;
        this.client = client;
        this.patience = patience;
        this.reader = reader;
        this.together = together;
        this.metrics = metrics;
    }

    void forward(RoutingContext context, Buffer body) {
        forward(context, body, answer -> relay(context, answer, answer.statusCode()));
    }

    /** A GET of one thing without a body, together with others if it can be. */
    void show(RoutingContext context) {
        Question question = Question.of(context.request());
        TogetherReader all = among(question);
        if (all == null) {
            forward(context, Buffer.buffer());
            return;
        }
        long start = System.nanoTime();
        all.read(question, true)
                .onSuccess(answer -> {
                    metrics.answered(name, System.nanoTime() - start);
                    if (!context.response().closed()) {
                        answer.write(context.response(), answer.status());
                    }
                })
                .onFailure(cause -> {
                    if (cause instanceof NotTogether && !context.response().closed()) {
                        forward(context, Buffer.buffer());
                    } else {
                        refuse(context, cause, NO_ANSWER);
                    }
                });
    }

    private @Nullable TogetherReader among(Question question) {
        return together.filter(all -> all.takes(question)).orElse(null);
    }

    @Override
    public void forward(RoutingContext context, Buffer body, Consumer<HttpClientResponse> taker) {
        client.request(options(context))
                .onSuccess(request -> exchange(context, request, body, taker))
                .onFailure(cause -> refuse(context, cause, "The service cannot be reached; nothing was done."));
    }

    @Override
    public Future<Answer> read(Question question) {
        TogetherReader all = among(question);
        return all == null
                ? reader.read(question)
                : all.read(question, false)
                        .recover(cause ->
                                cause instanceof NotTogether ? reader.read(question) : Future.failedFuture(cause));
    }

    @Override
    public void stream(
            RoutingContext context, Question question, ToIntFunction<HttpClientResponse> status, Runnable otherwise) {
        RequestOptions options = WaitingReader.options(home, question)
                .setConnectTimeout(patience.queueing().toMillis());
        client.request(options)
                .compose(request -> send(context, request, Buffer.buffer()))
                .onSuccess(answer -> {
                    if (answer.statusCode() == 200) {
                        relay(context, answer, status.applyAsInt(answer));
                    } else {
                        otherwise.run();
                    }
                })
                .onFailure(away -> otherwise.run());
    }

    @Override
    public MultiMap outwards(HttpClientResponse answer) {
        return HeaderRules.outwards(answer.headers(), home.toString());
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

    private void exchange(
            RoutingContext context, HttpClientRequest request, Buffer body, Consumer<HttpClientResponse> taker) {
        long start = System.nanoTime();
        send(context, request, body)
                .onSuccess(answer -> {
                    metrics.answered(name, System.nanoTime() - start);
                    taker.accept(answer);
                })
                .onFailure(cause -> refuse(context, cause, NO_ANSWER));
    }

    /** A caller who hangs up ends the exchange, while there is one: after its answer the connection is another's. */
    private static Future<HttpClientResponse> send(RoutingContext context, HttpClientRequest request, Buffer body) {
        request.exceptionHandler(told -> {}); // the future tells it too
        int hangUp = context.addEndHandler(end -> {
            if (end.failed()) {
                request.reset();
            }
        });
        Future<HttpClientResponse> sent = body.length() == 0 ? request.send() : request.send(body);
        return sent.onSuccess(answer -> answer.end().onComplete(read -> context.removeEndHandler(hangUp)));
    }

    @Override
    public void relay(RoutingContext context, HttpClientResponse answer, int status) {
        if (ForeignError.is(answer)) {
            ProblemWriter.write(context.response(), ForeignError.translate(answer.statusCode()));
            return;
        }
        HttpServerResponse response = context.response().setStatusCode(status);
        response.headers().addAll(outwards(answer));
        if (hasNoBody(context, answer)) {
            response.end();
            return;
        }
        response.setChunked(!response.headers().contains(HttpHeaders.CONTENT_LENGTH));
        answer.pipe().endOnFailure(false).to(response).onFailure(cause -> breakOff(context, answer, cause));
    }

    /** Half an answer must look like half an answer: ours is not ended, its connection is. */
    private void breakOff(RoutingContext context, HttpClientResponse answer, Throwable cause) {
        LOG.debugf(
                "An answer broke off taskId=%s service=%s cause=%s",
                Subject.taskIn(context.request().path()), name, cause);
        answer.request().reset();
        context.request().connection().close();
    }

    private static boolean hasNoBody(RoutingContext context, HttpClientResponse answer) {
        return context.request().method() == HttpMethod.HEAD
                || answer.statusCode() == 204
                || answer.statusCode() == 304;
    }

    private void refuse(RoutingContext context, Throwable cause, String detail) {
        if (context.response().closed()) {
            LOG.debugf(
                    "A caller hung up before its answer was here taskId=%s service=%s",
                    Subject.taskIn(context.request().path()), name);
            return;
        }
        warn(context, cause);
        ProblemWriter.write(context.response(), Problem.unavailable(detail));
    }

    /** Every refusal is counted; of an outage one line in ten seconds is enough. */
    private void warn(RoutingContext context, Throwable cause) {
        long now = System.nanoTime();
        long before = warnedAt.get();
        if (now - before > WARN_EVERY_NANOS && warnedAt.compareAndSet(before, now)) {
            LOG.warnf(
                    "A service did not answer taskId=%s service=%s cause=%s",
                    Subject.taskIn(context.request().path()), name, cause);
        }
    }
}
