package io.asyncrpc.gateway.read;

import io.asyncrpc.gateway.read.ReadJson.Told;
import io.asyncrpc.gateway.read.ReadMetrics.End;
import io.asyncrpc.gateway.wait.Answer;
import io.asyncrpc.gateway.wait.Question;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Asks a service for many things in one question, for all who read with the same token: so the service decides with that token
 * as it would about each of them. While a few questions are under way, those who come are gathered for the next, so that the busier it
 * gets the less each costs. Every question begins after all of its reads were asked for: an answer that is kept here is
 * shown only if the service says, later than that, that nothing of it is different. From any event loop.
 */
public final class TogetherReader {
    /** A service of before does not know the question: so long it is not asked again. */
    private static final long UNKNOWN_NANOS = Duration.ofSeconds(10).toNanos();

    /** That a service takes in one question. */
    private static final int MOST = 256;

    private static final String JSON = "application/json";

    private final Vertx vertx;
    private final HttpClient client;
    private final URI home;
    private final Things things;
    private final ReadConfig config;
    private final Duration patience;
    private final ReadMetrics metrics;
    private final KeptAnswers kept;
    private final Map<String, Lane> lanes = new HashMap<>();
    private volatile long aloneUntil = System.nanoTime();

    /** Those who read with one token. */
    private static final class Lane {
        private final Queue<Asked> waiting = new ArrayDeque<>();
        private int underWay;
    }

    /** @param patience how long a question may take */
    public TogetherReader(
            Vertx vertx,
            String name,
            URI home,
            HttpClient client,
            Things things,
            ReadConfig config,
            Duration patience,
            ReadMetrics metrics) {
        if (config.together() < 0 || config.together() > MOST || config.underWay() < 1) {
            throw new IllegalArgumentException("gateway.reads.together is 0 to 256, and under-way 1 or more");
        }
        this.vertx = vertx;
        this.client = client;
        this.home = home;
        this.things = things;
        this.config = config;
        this.patience = patience;
        this.metrics = metrics;
        this.kept = new KeptAnswers(config.kept().asLongValue());
        metrics.kept(name, kept::bytes);
    }

    /** Whether such a read can be asked together with others. */
    public boolean takes(Question question) {
        return config.together() > 0
                && System.nanoTime() - aloneUntil >= 0
                && isJson(question.accept())
                && things.idIn(question.uri()).isPresent();
    }

    private static boolean isJson(@Nullable String accept) {
        return accept == null || accept.equals("*/*") || accept.equals(JSON);
    }

    /**
     * The answer: 200, or 304 if the question names a version that is still the same. Fails with {@link NotTogether} if it is to be
     * asked by itself, and with a {@link TimeoutException} if the service gave no answer. Must be called on an event loop, where the
     * answer comes too.
     *
     * @param isToBeKept whether it may be asked for again, so that its answer is kept
     */
    public Future<Answer> read(Question question, boolean isToBeKept) {
        String id = things.idIn(question.uri()).orElseThrow();
        String authorization = question.authorization();
        Context context = vertx.getOrCreateContext();
        Promise<Answer> answer = Promise.promise();
        Asked asked = new Asked(
                id,
                question.known(),
                question.known() == null ? kept.find(authorization, id) : null,
                isToBeKept,
                System.nanoTime(),
                context,
                answer);
        int place = place(authorization, asked);
        if (place > config.waiting()) {
            asked.fail(new TimeoutException("too many reads wait"));
        } else if (place == 1) {
            context.runOnContext(go -> begin(authorization)); // with all that is read in the same turn of the loop
        }
        return answer.future();
    }

    /** Beyond the last that may wait it is not added. */
    private synchronized int place(String authorization, Asked asked) {
        Lane lane = lanes.computeIfAbsent(authorization, any -> new Lane());
        int place = lane.waiting.size() + 1;
        if (place <= config.waiting()) {
            lane.waiting.add(asked);
        }
        return place;
    }

    private void begin(String authorization) {
        for (List<Asked> next = take(authorization); !next.isEmpty(); next = take(authorization)) {
            ask(authorization, next);
        }
    }

    private synchronized List<Asked> take(String authorization) {
        Lane lane = lanes.get(authorization);
        if (lane == null || lane.waiting.isEmpty() || lane.underWay >= config.underWay()) {
            return List.of();
        }
        long latest = System.nanoTime() - config.queueing().toNanos();
        for (Asked first = lane.waiting.peek();
                first != null && first.since() - latest < 0;
                first = lane.waiting.peek()) {
            lane.waiting.remove().fail(new TimeoutException("no question began in time"));
        }
        List<Asked> taken = new ArrayList<>();
        while (!lane.waiting.isEmpty() && taken.size() < config.together()) {
            taken.add(lane.waiting.remove());
        }
        if (taken.isEmpty()) {
            forgetIdle(authorization, lane);
            return taken;
        }
        lane.underWay++;
        return taken;
    }

    private void ask(String authorization, List<Asked> reads) {
        metrics.asked();
        RequestOptions options = new RequestOptions()
                .setMethod(HttpMethod.POST)
                .setHost(home.getHost())
                .setPort(home.getPort())
                .setSsl("https".equals(home.getScheme()))
                .setURI(things.path())
                .setConnectTimeout(config.queueing().toMillis())
                .setIdleTimeout(patience.toMillis())
                .putHeader(HttpHeaders.AUTHORIZATION, authorization)
                .putHeader(HttpHeaders.CONTENT_TYPE, JSON);
        client.request(options)
                .compose(request -> request.send(ReadJson.write(config.largest().asLongValue(), reads)))
                .compose(this::body)
                .map(ReadJson::read)
                .onComplete(told -> {
                    ended(authorization);
                    if (told.succeeded() && told.result().size() == reads.size()) {
                        answer(authorization, reads, told.result());
                    } else {
                        fail(reads, told.cause());
                    }
                });
    }

    private Future<Buffer> body(HttpClientResponse answer) {
        int status = answer.statusCode();
        if (status == 200) {
            return answer.body();
        }
        if (status == 404 || status == 405) {
            aloneUntil = System.nanoTime() + UNKNOWN_NANOS;
        }
        return answer.end().transform(ended -> Future.failedFuture(new NotTogether("status " + status)));
    }

    /** The next begins where it was asked for: those of the one before have nothing to do with it. */
    private void ended(String authorization) {
        Asked next = next(authorization);
        if (next != null) {
            next.context().runOnContext(go -> begin(authorization));
        }
    }

    private synchronized @Nullable Asked next(String authorization) {
        Lane lane = Objects.requireNonNull(lanes.get(authorization));
        lane.underWay--;
        forgetIdle(authorization, lane);
        return lane.waiting.peek();
    }

    private void forgetIdle(String authorization, Lane lane) {
        if (lane.underWay == 0 && lane.waiting.isEmpty()) {
            lanes.remove(authorization);
        }
    }

    private void answer(String authorization, List<Asked> reads, List<Told> told) {
        for (int i = 0; i < reads.size(); i++) {
            answer(authorization, reads.get(i), told.get(i));
        }
    }

    private void answer(String authorization, Asked asked, Told told) {
        if (told.status() == 304 && asked.unless() != null) {
            metrics.ended(End.UNCHANGED);
            asked.complete(
                    new Answer(304, HttpHeaders.headers().set(HttpHeaders.ETAG, etag(told)), null, told.isFinal()));
        } else if (told.status() == 304 && asked.kept() != null) {
            metrics.ended(End.KEPT);
            asked.complete(asked.kept().answer());
        } else if (told.status() == 200 && told.body() != null) {
            metrics.ended(End.SENT);
            Answer answer = new Answer(200, headers(told, told.body()), told.body(), told.isFinal());
            if (asked.isToBeKept() && told.stamp() != null) {
                kept.keep(authorization, asked.id(), new KeptAnswers.Kept(told.stamp(), answer));
            }
            asked.complete(answer);
        } else {
            metrics.ended(End.ALONE);
            asked.fail(new NotTogether("status " + told.status()));
        }
    }

    /** The same as the service itself gives with one thing. */
    private static MultiMap headers(Told told, Buffer body) {
        MultiMap headers = HttpHeaders.headers()
                .set(HttpHeaders.CONTENT_TYPE, "application/json;charset=UTF-8")
                .set(HttpHeaders.ETAG, etag(told))
                .set(HttpHeaders.CONTENT_LENGTH, Integer.toString(body.length()));
        return told.trace() == null ? headers : headers.set("traceparent", told.trace());
    }

    private static String etag(Told told) {
        return "W/\"" + told.version() + "\"";
    }

    private void fail(List<Asked> reads, @Nullable Throwable cause) {
        Throwable told = cause instanceof TimeoutException ? cause : new NotTogether(String.valueOf(cause));
        reads.forEach(asked -> {
            metrics.ended(End.ALONE);
            asked.fail(told);
        });
    }
}
