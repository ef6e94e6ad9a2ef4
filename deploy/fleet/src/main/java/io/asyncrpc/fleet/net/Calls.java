package io.asyncrpc.fleet.net;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.ssl.SslHandler;
import java.net.URI;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;

/**
 * HTTP/1.1 calls to one host over connections that are kept and used again, the last used first. There are as many
 * connections as calls under way; who calls bounds those. An address of https is spoken to over TLS, with what the JVM
 * trusts ({@code javax.net.ssl.trustStore}).
 */
public final class Calls {

    private static final int LARGEST_ANSWER = 8 << 20;
    private static final Duration LOOKED_AFTER = Duration.ofMillis(500);

    private final Deque<Exchange> idle = new ArrayDeque<>();
    private final Set<Exchange> busy = new java.util.HashSet<>();
    private final Bootstrap connections;
    private final String host;

    /** @param address a path in it is not looked at */
    public Calls(Loop loop, URI address) {
        boolean secure = "https".equals(address.getScheme());
        int usual = secure ? 443 : 80;
        int port = address.getPort() < 0 ? usual : address.getPort();
        this.host = address.getHost() + ":" + port;
        this.connections = loop.connections()
                .remoteAddress(address.getHost(), port)
                .handler(new ChannelInitializer<SocketChannel>() {
                    @Override
                    protected void initChannel(SocketChannel channel) throws NoSuchAlgorithmException {
                        if (secure) {
                            channel.pipeline().addLast(tls(address.getHost(), port));
                        }
                        channel.pipeline()
                                .addLast(new HttpClientCodec())
                                .addLast(new HttpObjectAggregator(LARGEST_ANSWER))
                                .addLast("exchange", new Exchange(Calls.this, channel));
                    }
                });
        loop.every(LOOKED_AFTER, this::giveUpOverdue);
    }

    private static SslHandler tls(String host, int port) throws NoSuchAlgorithmException {
        SSLEngine engine = SSLContext.getDefault().createSSLEngine(host, port);
        engine.setUseClientMode(true);
        SSLParameters parameters = engine.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        engine.setSSLParameters(parameters);
        return new SslHandler(engine);
    }

    public void send(Call call, Reply reply) {
        Exchange kept = idle.pollFirst();
        if (kept != null) {
            begin(kept, call, reply);
            return;
        }
        connections.connect().addListener((ChannelFuture made) -> {
            if (made.isSuccess()) {
                begin((Exchange) made.channel().pipeline().get("exchange"), call, reply);
            } else {
                reply.lost("no connection");
            }
        });
    }

    /** Calls that have no answer yet. */
    public int underWay() {
        return busy.size();
    }

    private void begin(Exchange exchange, Call call, Reply reply) {
        busy.add(exchange);
        exchange.begin(request(call), reply, System.nanoTime() + call.patience().toNanos());
    }

    void ended(Exchange exchange, boolean mayBeUsedAgain) {
        busy.remove(exchange);
        if (mayBeUsedAgain) {
            idle.addFirst(exchange);
        }
    }

    void gone(Exchange exchange) {
        idle.remove(exchange);
    }

    private void giveUpOverdue() {
        long now = System.nanoTime();
        List.copyOf(busy).stream().filter(exchange -> exchange.isOverdue(now)).forEach(Exchange::giveUp);
    }

    private FullHttpRequest request(Call call) {
        byte[] bytes = call.body();
        ByteBuf body = bytes == null ? Unpooled.EMPTY_BUFFER : Unpooled.wrappedBuffer(bytes);
        FullHttpRequest request =
                new DefaultFullHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.valueOf(call.method()), call.path(), body);
        HttpHeaders headers = request.headers();
        headers.set(HttpHeaderNames.HOST, host);
        if (call.token() != null) {
            headers.set(HttpHeaderNames.AUTHORIZATION, "Bearer " + call.token());
        }
        if (bytes != null) {
            headers.set(HttpHeaderNames.CONTENT_TYPE, "application/json");
            headers.setInt(HttpHeaderNames.CONTENT_LENGTH, bytes.length);
        }
        if (call.key() != null) {
            headers.set("Idempotency-Key", call.key());
        }
        if (call.waitSeconds() > 0) {
            headers.set("Prefer", "wait=" + call.waitSeconds());
        }
        return request;
    }
}
