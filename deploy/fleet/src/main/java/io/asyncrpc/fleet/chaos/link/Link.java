package io.asyncrpc.fleet.chaos.link;

import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.random.RandomGenerator;

/**
 * A port of ours that leads to a port of a part. Whoever connects to it speaks with that part, through the
 * {@link Weather} of the moment. Everything but the public methods runs on one event loop.
 */
public final class Link implements AutoCloseable {

    private final String name;
    private final InetSocketAddress target;
    private final EventLoop loop;
    private final RandomGenerator chance;
    private final Channel door;
    private final Set<Passage> passages = new HashSet<>();
    private volatile Weather weather = Weather.CLEAR;

    private Link(String name, int port, InetSocketAddress target, EventLoop loop, long seed) {
        this.name = name;
        this.target = target;
        this.loop = loop;
        this.chance = new Random(seed);
        this.door = listen(port);
    }

    /**
     * @param port where it listens, on 127.0.0.1; 0: any free one
     * @param group of one thread or more; the link keeps to one of them
     */
    public static Link open(String name, int port, InetSocketAddress target, EventLoopGroup group, long seed) {
        return new Link(name, port, target, group.next(), seed);
    }

    public String name() {
        return name;
    }

    public int port() {
        return ((InetSocketAddress) door.localAddress()).getPort();
    }

    /** Counts at once, for connections that are open and for those to come. */
    public void weather(Weather next) {
        weather = next;
        onTheLoop(() -> List.copyOf(passages).forEach(Passage::weatherChanged));
    }

    /** Ends every connection without a farewell, as a router that forgot them does. */
    public void reset() {
        onTheLoop(() -> List.copyOf(passages).forEach(Passage::reset));
    }

    /** Connections that are open now. */
    public int connections() {
        int[] open = new int[1];
        onTheLoop(() -> open[0] = passages.size());
        return open[0];
    }

    @Override
    public void close() {
        door.close().syncUninterruptibly();
        reset();
    }

    Weather weather() {
        return weather;
    }

    RandomGenerator chance() {
        return chance;
    }

    void ended(Passage passage) {
        passages.remove(passage);
    }

    /** A connection to the part; {@code passage} hears what comes from there. */
    void connect(Passage passage) {
        new Bootstrap()
                .group(loop)
                .channel(NioSocketChannel.class)
                .option(ChannelOption.AUTO_READ, false)
                .option(ChannelOption.TCP_NODELAY, true)
                .handler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        passage.far(channel);
                    }
                })
                .connect(target)
                .addListener(connected -> passage.connected(connected.isSuccess()));
    }

    private Channel listen(int port) {
        return new ServerBootstrap()
                .group(loop)
                .channel(NioServerSocketChannel.class)
                .option(ChannelOption.SO_REUSEADDR, true)
                .childOption(ChannelOption.AUTO_READ, false)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childHandler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        Passage passage = new Passage(Link.this, channel);
                        passages.add(passage);
                        passage.begin();
                    }
                })
                .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port))
                .syncUninterruptibly()
                .channel();
    }

    private void onTheLoop(Runnable step) {
        loop.submit(step).syncUninterruptibly();
    }

    @Override
    public String toString() {
        return name + " (" + port() + " -> " + target.getPort() + ")";
    }
}
