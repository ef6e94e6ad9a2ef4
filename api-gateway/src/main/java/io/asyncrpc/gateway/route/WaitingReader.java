package io.asyncrpc.gateway.route;

import io.asyncrpc.gateway.problem.Problem;
import io.asyncrpc.gateway.problem.ProblemWriter;
import io.asyncrpc.gateway.wait.Answer;
import io.asyncrpc.gateway.wait.Question;
import io.asyncrpc.gateway.wait.Upstream;
import io.asyncrpc.gateway.wait.WaitConfig;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import java.net.URI;

/** Reads for those who wait, over connections of their own, so that they never take those of ordinary requests. */
final class WaitingReader {
    private final HttpClient client;
    private final URI home;
    private final long patienceMillis;
    private final long keptBytes;

    WaitingReader(HttpClient client, URI home, WaitConfig config) {
        this.client = client;
        this.home = home;
        this.patienceMillis = config.patience().toMillis();
        this.keptBytes = config.keptAnswer().asLongValue();
    }

    Future<Answer> read(Question question) {
        RequestOptions options =
                options(home, question).setConnectTimeout(patienceMillis).setIdleTimeout(patienceMillis);
        return client.request(options).compose(HttpClientRequest::send).compose(this::gather);
    }

    static RequestOptions options(URI home, Question question) {
        return new RequestOptions()
                .setMethod(HttpMethod.GET)
                .setHost(home.getHost())
                .setPort(home.getPort())
                .setSsl("https".equals(home.getScheme()))
                .setURI(question.uri())
                .setHeaders(question.headers());
    }

    private Future<Answer> gather(HttpClientResponse answer) {
        if (ForeignError.is(answer)) {
            return answer.end().map(read -> problem(ForeignError.translate(answer.statusCode())));
        }
        MultiMap headers = HeaderRules.outwards(answer.headers(), home.toString());
        boolean isFinal = Upstream.isFinal(answer);
        return isKept(answer)
                ? answer.body().map(body -> new Answer(answer.statusCode(), headers, body, isFinal))
                : answer.end().map(read -> new Answer(answer.statusCode(), headers, null, isFinal));
    }

    private boolean isKept(HttpClientResponse answer) {
        String length = answer.getHeader(HttpHeaders.CONTENT_LENGTH);
        return answer.statusCode() != 200 || length != null && Long.parseLong(length) <= keptBytes;
    }

    private static Answer problem(Problem problem) {
        MultiMap headers = HttpHeaders.headers()
                .set(HttpHeaders.CONTENT_TYPE, ProblemWriter.MEDIA_TYPE)
                .set(HttpHeaders.CACHE_CONTROL, "no-store");
        problem.headers().forEach(headers::set);
        Buffer body = Buffer.buffer(ProblemWriter.body(problem));
        headers.set(HttpHeaders.CONTENT_LENGTH, Integer.toString(body.length()));
        return new Answer(problem.type().status(), headers, body, false);
    }
}
