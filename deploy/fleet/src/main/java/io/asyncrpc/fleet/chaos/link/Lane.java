package io.asyncrpc.fleet.chaos.link;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.ReferenceCountUtil;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** One direction of a passage: what one side says comes to the other in order, as late as the weather has it. */
final class Lane extends ChannelInboundHandlerAdapter {

    /** So much may be under way; then the speaker has to wait, as with a full window of TCP. */
    private static final int WINDOW = 1 << 20;

    private record Piece(ByteBuf bytes, long due) {}

    private final Passage passage;
    private final Link link;
    private final Channel to;
    private final Queue<Piece> underWay = new ArrayDeque<>();
    private @Nullable Channel from;
    private int bytesUnderWay;
    private long lineFree = System.nanoTime();
    private long lastDue = System.nanoTime();
    private boolean open;
    private boolean said;
    private boolean waiting;

    Lane(Passage passage, Link link, Channel to) {
        this.passage = passage;
        this.link = link;
        this.to = to;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        from = context.channel();
    }

    void open(boolean nowOpen) {
        open = nowOpen;
        deliver();
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        ByteBuf bytes = (ByteBuf) message;
        long now = System.nanoTime();
        int size = bytes.readableBytes();
        lineFree = Math.max(now, lineFree) + link.weather().nanosOnTheLine(size);
        lastDue = Math.max(lastDue, lineFree + link.weather().nanos(link.chance()));
        underWay.add(new Piece(bytes, lastDue));
        bytesUnderWay += size;
        deliver();
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        said = true;
        deliver();
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext context) {
        underWay.forEach(piece -> ReferenceCountUtil.release(piece.bytes()));
        underWay.clear();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        passage.reset();
    }

    private void deliver() {
        long now = System.nanoTime();
        for (Piece head = underWay.peek(); open && head != null && head.due() <= now; head = underWay.peek()) {
            underWay.remove();
            bytesUnderWay -= head.bytes().readableBytes();
            to.writeAndFlush(head.bytes()).addListener(written -> regulate());
        }
        wakeUpFor(underWay.peek(), now);
        if (said && underWay.isEmpty()) {
            to.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
        }
        regulate();
    }

    private void wakeUpFor(@Nullable Piece head, long now) {
        if (open && head != null && !waiting) {
            waiting = true;
            to.eventLoop().schedule(this::wakeUp, Math.max(0, head.due() - now), TimeUnit.NANOSECONDS);
        }
    }

    private void wakeUp() {
        waiting = false;
        deliver();
    }

    private void regulate() {
        if (from != null) {
            from.config().setAutoRead(open && bytesUnderWay < WINDOW && to.isWritable());
        }
    }
}
