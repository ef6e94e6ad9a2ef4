package io.asyncrpc.fleet.net;

import io.netty.buffer.ByteBufUtil;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpUtil;
import org.jspecify.annotations.Nullable;

/** One connection, and the call that is under way on it. */
final class Exchange extends SimpleChannelInboundHandler<FullHttpResponse> {

    private final Calls calls;
    private final Channel channel;
    private @Nullable Reply reply;
    private long deadline;

    Exchange(Calls calls, Channel channel) {
        this.calls = calls;
        this.channel = channel;
    }

    void begin(FullHttpRequest request, Reply taker, long deadlineNanos) {
        reply = taker;
        deadline = deadlineNanos;
        channel.writeAndFlush(request, channel.voidPromise());
    }

    boolean isOverdue(long now) {
        return now - deadline > 0;
    }

    void giveUp() {
        lost("time-out");
        channel.close();
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, FullHttpResponse response) {
        Reply taker = reply;
        reply = null;
        boolean kept = HttpUtil.isKeepAlive(response);
        calls.ended(this, kept);
        if (!kept) {
            channel.close();
        }
        if (taker != null) {
            taker.answered(new Reply.Got(
                    response.status().code(),
                    response.headers().contains("Idempotency-Replayed"),
                    ByteBufUtil.getBytes(response.content())));
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        calls.gone(this);
        lost("connection gone");
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        channel.close();
    }

    private void lost(String why) {
        Reply taker = reply;
        if (taker != null) {
            reply = null;
            calls.ended(this, false);
            taker.lost(why);
        }
    }
}
