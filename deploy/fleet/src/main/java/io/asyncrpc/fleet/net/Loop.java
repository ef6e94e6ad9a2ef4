package io.asyncrpc.fleet.net;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

/** The one thread on which all connections, devices and clients live. */
public final class Loop implements AutoCloseable {

    private static final int CONNECT_MILLIS = 5_000;

    private final NioEventLoopGroup group = new NioEventLoopGroup(1, new DefaultThreadFactory("fleet", true));
    private final EventLoop loop = group.next();

    public void run(Runnable step) {
        loop.execute(step);
    }

    /** Runs a step on the loop and waits for what it gives; not to be called on the loop. */
    public <T> T call(Callable<T> step) {
        try {
            return loop.submit(step).get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        }
    }

    public void after(long micros, Runnable step) {
        loop.schedule(step, Math.max(0, micros), TimeUnit.MICROSECONDS);
    }

    public void every(Duration interval, Runnable step) {
        loop.scheduleWithFixedDelay(step, interval.toNanos(), interval.toNanos(), TimeUnit.NANOSECONDS);
    }

    Bootstrap connections() {
        return new Bootstrap()
                .group(loop)
                .channel(NioSocketChannel.class)
                .option(ChannelOption.TCP_NODELAY, true)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, CONNECT_MILLIS);
    }

    @Override
    public void close() {
        group.shutdownGracefully(0, 2, TimeUnit.SECONDS).awaitUninterruptibly(5, TimeUnit.SECONDS);
    }
}
