package io.asyncrpc.fleet.net;

import io.asyncrpc.fleet.device.DeviceChannel.Account;
import io.asyncrpc.fleet.device.DeviceChannel.Broker;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.codec.mqtt.MqttDecoder;
import io.netty.handler.codec.mqtt.MqttEncoder;
import io.netty.handler.codec.mqtt.MqttFixedHeader;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttMessageType;
import io.netty.handler.codec.mqtt.MqttProperties;
import io.netty.handler.codec.mqtt.MqttPublishMessage;
import io.netty.handler.codec.mqtt.MqttPublishVariableHeader;
import io.netty.handler.codec.mqtt.MqttQoS;
import org.jspecify.annotations.Nullable;

/** One MQTT connection of one device; not used again once it is gone. */
public final class Link {

    private static final int LARGEST_PACKET = 1 << 20;

    private final Version version;
    private @Nullable Channel channel;
    private boolean closed;
    private boolean pinged;
    private int packets;

    Link(Version version) {
        this.version = version;
    }

    public enum Version {
        MQTT_5,
        MQTT_3_1_1
    }

    /** Called on the loop. */
    public interface Listener {

        /** Connected, and subscribed to {@code srv/<id>/+}. */
        void ready();

        void received(Word word);

        /** The broker has the packet. */
        void took(int packet);

        /** It broke, could not be made, or the broker does not want the device. */
        void gone(Reason reason);
    }

    public enum Reason {
        LOST,
        REFUSED
    }

    public static Link open(
            Loop loop, Broker broker, Account account, Version version, Hearing hearing, Listener listener) {
        Link link = new Link(version);
        loop.connections()
                .handler(new ChannelInitializer<SocketChannel>() {
                    @Override
                    protected void initChannel(SocketChannel made) {
                        made.pipeline()
                                .addLast(MqttEncoder.INSTANCE)
                                .addLast(new MqttDecoder(LARGEST_PACKET))
                                .addLast(new LinkHandler(link, account, version, hearing, listener));
                    }
                })
                .connect(broker.host(), broker.port())
                .addListener((ChannelFuture made) -> link.made(made, listener));
        return link;
    }

    /** With QoS 1; gives the number by which {@link Listener#took} names it. */
    public int publish(String topic, MqttProperties properties, byte[] body) {
        packets = packets % 0xffff + 1;
        MqttProperties sent = version == Version.MQTT_5 ? properties : MqttProperties.NO_PROPERTIES;
        send(new MqttPublishMessage(
                new MqttFixedHeader(MqttMessageType.PUBLISH, false, MqttQoS.AT_LEAST_ONCE, false, 0),
                new MqttPublishVariableHeader(topic, packets, sent),
                Unpooled.wrappedBuffer(body)));
        return packets;
    }

    /** Asks the broker whether it is still there; one that has not answered the last time is taken for lost. */
    public void ping() {
        if (pinged && channel != null) {
            channel.close();
        }
        pinged = true;
        send(MqttMessage.PINGREQ);
    }

    void ponged() {
        pinged = false;
    }

    /** As if the cable was cut; the listener hears nothing more. */
    public void cut() {
        closed = true;
        if (channel != null) {
            channel.close();
        }
    }

    boolean isClosed() {
        return closed;
    }

    private void made(ChannelFuture made, Listener listener) {
        channel = made.channel();
        if (closed) {
            made.channel().close();
        } else if (!made.isSuccess()) {
            listener.gone(Reason.LOST);
        }
    }

    private void send(MqttMessage message) {
        if (channel != null) {
            channel.writeAndFlush(message, channel.voidPromise());
        }
    }
}
