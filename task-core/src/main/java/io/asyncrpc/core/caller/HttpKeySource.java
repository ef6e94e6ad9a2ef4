package io.asyncrpc.core.caller;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import java.time.Duration;

/** Asks the provider. It may be slow, talk without end or send us elsewhere: then it has said nothing. */
final class HttpKeySource implements KeySource {
    private final Vertx vertx;
    private final Context own;
    private final HttpClient http;
    private final RequestOptions question;
    private final long patienceMillis;

    HttpKeySource(String address, Vertx vertx, Duration patience) {
        this.vertx = vertx;
        this.own = vertx.getOrCreateContext();
        this.patienceMillis = patience.toMillis();
        this.http = vertx.createHttpClient(
                new HttpClientOptions().setKeepAlive(false).setConnectTimeout((int) patienceMillis));
        this.question = new RequestOptions()
                .setMethod(HttpMethod.GET)
                .setAbsoluteURI(address)
                .putHeader("Accept", "application/jwk-set+json, application/json");
    }

    @Override
    public Future<Buffer> read() {
        Promise<Buffer> answer = Promise.promise();
        own.runOnContext(go -> {
            long timer = vertx.setTimer(patienceMillis, expired -> answer.tryFail("no whole answer in time"));
            answer.future().onComplete(done -> vertx.cancelTimer(timer));
            http.request(question).onSuccess(request -> ask(request, answer)).onFailure(answer::tryFail);
        });
        return answer.future();
    }

    /** Hangs up as soon as it is clear what the answer is. */
    private static void ask(HttpClientRequest request, Promise<Buffer> answer) {
        request.send().onSuccess(response -> listen(response, answer)).onFailure(answer::tryFail);
        answer.future().onComplete(done -> request.reset());
    }

    private static void listen(HttpClientResponse response, Promise<Buffer> answer) {
        response.exceptionHandler(answer::tryFail);
        if (response.statusCode() != 200) {
            answer.tryFail("status " + response.statusCode());
            return;
        }
        Buffer body = Buffer.buffer();
        response.handler(part -> {
            if (body.length() + part.length() > MOST_BYTES) {
                answer.tryFail("more than " + MOST_BYTES + " bytes");
            } else {
                body.appendBuffer(part);
            }
        });
        response.endHandler(end -> answer.tryComplete(body));
    }
}
