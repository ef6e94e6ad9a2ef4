package io.asyncrpc.acceptance;

import static io.asyncrpc.acceptance.Installation.variable;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import java.util.Locale;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What each service's account may do at the broker, tried as that account: its own business, and nothing else's. */
@Tag(Installation.LAUNCHER)
class HouseUsersIT {

    private enum Deed {
        /** Asks whether it may consume; a channel with a consumer that it may not have is closed. */
        READ {
            @Override
            void with(Channel channel, String name) throws Exception {
                channel.basicConsume(name, false, "", false, false, null, (tag, message) -> {}, tag -> {});
            }
        },
        PUBLISH {
            @Override
            void with(Channel channel, String name) throws Exception {
                channel.confirmSelect();
                channel.basicPublish(name, "nobody", new BasicProperties(), new byte[0]);
                channel.waitForConfirmsOrDie(10_000);
            }
        },
        DECLARE {
            @Override
            void with(Channel channel, String name) throws Exception {
                channel.queueDeclare(name, false, true, true, null);
            }
        },
        PURGE {
            @Override
            void with(Channel channel, String name) throws Exception {
                channel.queuePurge(name);
            }
        },
        DELETE {
            @Override
            void with(Channel channel, String name) throws Exception {
                channel.queueDelete(name);
            }
        };

        abstract void with(Channel channel, String name) throws Exception;
    }

    @ParameterizedTest(name = "{0} in {1}: {2} {3}")
    @CsvSource({
        "core, house, READ, bridge.dispatch, false",
        "core, house, READ, bridge.presence, false",
        "core, house, READ, core.reports.dead, false",
        "core, house, DECLARE, mine, false",
        "core, house, DELETE, core.reports, false",
        "core, house, PUBLISH, broker.events, false",
        "core, house, PUBLISH, task.changed, true",
        "bridge, house, READ, core.reports, false",
        "bridge, house, READ, core.ticks, false",
        "bridge, house, PUBLISH, task.changed, false",
        "bridge, house, DECLARE, mine, false",
        "bridge, house, DELETE, bridge.dispatch, false",
        "bridge, devices, READ, bridge.uplink.dead, false",
        "bridge, devices, DELETE, bridge.uplink, false",
        "bridge, devices, DECLARE, mine, false",
        "scheduler, house, READ, core.ticks, false",
        "scheduler, house, READ, core.reports, false",
        "scheduler, house, PURGE, core.ticks, false",
        "scheduler, house, PUBLISH, task.changed, false",
        "scheduler, house, PUBLISH, '', false",
        "scheduler, house, PUBLISH, ticks, true",
        "scheduler, house, DECLARE, mine, false",
        "gateway, house, READ, core.reports, false",
        "gateway, house, READ, bridge.presence, false",
        "gateway, house, PUBLISH, '', false",
        "gateway, house, PUBLISH, task.changed, false",
        "gateway, house, DECLARE, mine, false",
        "gateway, house, DECLARE, gateway.changed.test, true",
    })
    void mayDoItsOwnBusinessAlone(String user, String vhost, Deed deed, String name, boolean allowed) throws Exception {
        // Given
        try (Connection connection = as(user, vhost).newConnection()) {
            // When
            Throwable refusal = catchThrowable(() -> deed.with(connection.createChannel(), name));

            // Then
            if (allowed) {
                assertThat(refusal).isNull();
            } else {
                assertThat(refusal).hasStackTraceContaining("ACCESS_REFUSED");
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"core, devices", "scheduler, devices", "gateway, devices", "core, /", "bridge, /"})
    void isNotLetInElsewhere(String user, String vhost) {
        // When
        Throwable refusal = catchThrowable(() -> as(user, vhost).newConnection().close());

        // Then
        assertThat(refusal).isNotNull();
    }

    private static ConnectionFactory as(String user, String vhost) {
        ConnectionFactory factory = new ConnectionFactory();
        factory.setHost(variable("RABBITMQ_HOST"));
        factory.setPort(Integer.parseInt(variable("RABBITMQ_PORT")));
        factory.setVirtualHost(vhost);
        factory.setUsername(user);
        factory.setPassword(variable(user.toUpperCase(Locale.ROOT) + "_RABBITMQ_PASSWORD"));
        factory.setAutomaticRecoveryEnabled(false);
        return factory;
    }
}
