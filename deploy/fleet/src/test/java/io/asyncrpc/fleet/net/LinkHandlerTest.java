package io.asyncrpc.fleet.net;

import static org.assertj.core.api.Assertions.assertThat;

import io.asyncrpc.fleet.device.DeviceChannel.Account;
import io.asyncrpc.fleet.net.Link.Reason;
import io.asyncrpc.fleet.net.Link.Version;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.mqtt.MqttConnectReturnCode;
import io.netty.handler.codec.mqtt.MqttMessageBuilders;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class LinkHandlerTest {

    private static final Account ACCOUNT = new Account("d", "secret");

    private final List<Reason> gone = new ArrayList<>();
    private final Link.Listener listener = new Link.Listener() {
        @Override
        public void ready() {}

        @Override
        public void received(Word word) {}

        @Override
        public void took(int packet) {}

        @Override
        public void gone(Reason reason) {
            gone.add(reason);
        }
    };

    @Test
    void aBrokerThatDoesNotAnswerIsTakenForLost() {
        // Given
        EmbeddedChannel channel = connecting();

        // When
        pass(channel, LinkHandler.PATIENCE_SECONDS - 1);
        boolean waited = channel.isOpen();
        pass(channel, 2);

        // Then
        assertThat(waited).isTrue();
        assertThat(channel.isOpen()).isFalse();
        assertThat(gone).containsExactly(Reason.LOST);
    }

    @Test
    void oneThatLetTheDeviceInMayTakeItsTimeForTheRest() {
        // Given
        EmbeddedChannel channel = connecting();
        channel.writeInbound(MqttMessageBuilders.connAck()
                .returnCode(MqttConnectReturnCode.CONNECTION_ACCEPTED)
                .build());

        // When
        pass(channel, 2 * LinkHandler.PATIENCE_SECONDS);

        // Then
        assertThat(channel.isOpen()).isTrue();
        assertThat(gone).isEmpty();
    }

    private EmbeddedChannel connecting() {
        Link link = new Link(Version.MQTT_5);
        EmbeddedChannel channel =
                new EmbeddedChannel(new LinkHandler(link, ACCOUNT, Version.MQTT_5, new Hearing(0, 0), listener));
        channel.freezeTime();
        return channel;
    }

    private static void pass(EmbeddedChannel channel, int seconds) {
        channel.advanceTimeBy(seconds, TimeUnit.SECONDS);
        channel.runScheduledPendingTasks();
    }
}
