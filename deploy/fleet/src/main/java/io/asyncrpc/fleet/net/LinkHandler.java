package io.asyncrpc.fleet.net;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.asyncrpc.fleet.device.DeviceChannel.Account;
import io.asyncrpc.fleet.net.Link.Listener;
import io.asyncrpc.fleet.net.Link.Reason;
import io.asyncrpc.fleet.net.Link.Version;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.mqtt.MqttConnAckMessage;
import io.netty.handler.codec.mqtt.MqttConnectMessage;
import io.netty.handler.codec.mqtt.MqttConnectReturnCode;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttMessageBuilders;
import io.netty.handler.codec.mqtt.MqttMessageIdVariableHeader;
import io.netty.handler.codec.mqtt.MqttProperties;
import io.netty.handler.codec.mqtt.MqttPublishMessage;
import io.netty.handler.codec.mqtt.MqttQoS;
import io.netty.handler.codec.mqtt.MqttVersion;
import java.util.Set;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** What a device's MQTT client does by itself: it connects, subscribes, and acknowledges. */
final class LinkHandler extends SimpleChannelInboundHandler<MqttMessage> {

    private static final Set<MqttConnectReturnCode> REFUSALS = Set.of(
            MqttConnectReturnCode.CONNECTION_REFUSED_BAD_USER_NAME_OR_PASSWORD,
            MqttConnectReturnCode.CONNECTION_REFUSED_BAD_USERNAME_OR_PASSWORD,
            MqttConnectReturnCode.CONNECTION_REFUSED_NOT_AUTHORIZED,
            MqttConnectReturnCode.CONNECTION_REFUSED_NOT_AUTHORIZED_5);

    static final int KEEP_ALIVE_SECONDS = 120;

    /** A broker to which thousands come back at once takes a while; but one that never heard of the connection says nothing. */
    static final int PATIENCE_SECONDS = 30;

    private final Link link;
    private final Account account;
    private final Version version;
    private final Hearing hearing;
    private final Listener listener;
    private Reason reason = Reason.LOST;
    private @Nullable Future<?> patience;

    LinkHandler(Link link, Account account, Version version, Hearing hearing, Listener listener) {
        this.link = link;
        this.account = account;
        this.version = version;
        this.hearing = hearing;
        this.listener = listener;
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        context.writeAndFlush(connect());
        patience = context.executor().schedule(() -> context.close(), PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, MqttMessage message) {
        if (link.isClosed()) {
            return;
        }
        if (message.decoderResult().isFailure()) {
            context.close();
            return;
        }
        switch (message.fixedHeader().messageType()) {
            case CONNACK -> connected(context, (MqttConnAckMessage) message);
            case SUBACK -> listener.ready();
            case PUBLISH -> received(context, (MqttPublishMessage) message);
            case PUBACK -> listener.took(((MqttMessageIdVariableHeader) message.variableHeader()).messageId());
            case PINGRESP -> link.ponged();
            case DISCONNECT -> context.close();
            default -> {}
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        answered();
        if (!link.isClosed()) {
            listener.gone(reason);
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        context.close();
    }

    private MqttConnectMessage connect() {
        MqttProperties properties = new MqttProperties();
        if (version == Version.MQTT_5 && hearing.isKept()) {
            properties.add(new MqttProperties.IntegerProperty(
                    MqttProperties.MqttPropertyType.SESSION_EXPIRY_INTERVAL.value(), hearing.keptSeconds()));
        }
        return MqttMessageBuilders.connect()
                .protocolVersion(version == Version.MQTT_5 ? MqttVersion.MQTT_5 : MqttVersion.MQTT_3_1_1)
                .clientId(account.username())
                .username(account.username())
                .password(account.password().getBytes(UTF_8))
                .hasUser(true)
                .hasPassword(true)
                .cleanSession(!hearing.isKept())
                .properties(properties)
                .keepAlive(KEEP_ALIVE_SECONDS)
                .build();
    }

    private void answered() {
        if (patience != null) {
            patience.cancel(false);
        }
    }

    private void connected(ChannelHandlerContext context, MqttConnAckMessage answer) {
        answered();
        MqttConnectReturnCode code = answer.variableHeader().connectReturnCode();
        if (code == MqttConnectReturnCode.CONNECTION_ACCEPTED) {
            context.writeAndFlush(MqttMessageBuilders.subscribe()
                    .addSubscription(MqttQoS.valueOf(hearing.qos()), "srv/" + account.username() + "/+")
                    .messageId(1)
                    .build());
            return;
        }
        if (REFUSALS.contains(code)) {
            reason = Reason.REFUSED;
        }
        context.close();
    }

    private void received(ChannelHandlerContext context, MqttPublishMessage message) {
        if (message.fixedHeader().qosLevel() != MqttQoS.AT_MOST_ONCE) {
            context.writeAndFlush(MqttMessageBuilders.pubAck()
                    .packetId(message.variableHeader().packetId())
                    .build());
        }
        String topic = message.variableHeader().topicName();
        listener.received(
                new Word(topic.substring(topic.lastIndexOf('/') + 1), ByteBufUtil.getBytes(message.payload())));
    }
}
