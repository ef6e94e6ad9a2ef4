package io.asyncrpc.fleet.chaos.link;

import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import org.jspecify.annotations.Nullable;

/** One connection through a link: the near side that came to us, and the far side we opened for it. */
final class Passage {

    private final Link link;
    private final Channel near;
    private @Nullable Channel far;
    private @Nullable Lane there;
    private @Nullable Lane back;
    private boolean asked;
    private boolean connected;

    Passage(Link link, Channel near) {
        this.link = link;
        this.near = near;
    }

    void begin() {
        near.closeFuture().addListener(closed -> sideClosed());
        weatherChanged();
    }

    /** While everything stands still, even the far side of a new connection is not asked. */
    void weatherChanged() {
        boolean still = link.weather().standstill();
        if (!asked && !still && near.isOpen()) {
            asked = true;
            link.connect(this);
        } else if (connected && there != null && back != null) {
            there.open(!still);
            back.open(!still);
        }
    }

    /** The far side has a channel, which is not connected yet. */
    void far(Channel channel) {
        far = channel;
        there = new Lane(this, link, channel);
        back = new Lane(this, link, near);
        near.pipeline().addLast(there);
        channel.pipeline().addLast(back);
        channel.closeFuture().addListener(closed -> sideClosed());
    }

    void connected(boolean done) {
        connected = done;
        if (done && near.isOpen()) {
            weatherChanged();
        } else {
            reset();
        }
    }

    /** Both sides end without a farewell. */
    void reset() {
        end(near);
        if (far != null) {
            end(far);
        }
    }

    private void sideClosed() {
        if (!near.isOpen() && (far == null || !far.isOpen())) {
            link.ended(this);
        }
    }

    private static void end(Channel channel) {
        if (channel.isOpen()) {
            channel.config().setOption(ChannelOption.SO_LINGER, 0);
            channel.close();
        }
    }
}
