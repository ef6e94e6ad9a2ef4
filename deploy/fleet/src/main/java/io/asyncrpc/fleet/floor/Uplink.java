package io.asyncrpc.fleet.floor;

import com.rabbitmq.client.AMQP.Queue;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.GetResponse;
import com.rabbitmq.client.ShutdownSignalException;
import java.io.IOException;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** The house's queue of what devices say. It is empty before the run, and empty again after it. */
final class Uplink implements AutoCloseable {

    private static final String QUEUE = "bridge.uplink";
    private static final int UNACKNOWLEDGED = 500;
    private static final int QUIET_LOOKS = 5;
    private static final long LOOK_MILLIS = 100;

    private final Connection connection;
    private final Set<String> devices;
    private final Channel channel;

    private Uplink(Connection connection, Channel channel, Set<String> devices) {
        this.connection = connection;
        this.channel = channel;
        this.devices = devices;
    }

    /**
     * @param devices of the run; what others say stays in the queue
     * @throws FloorException if somebody reads the queue, or there is something in it: that is the house's
     */
    static Uplink open(BrokerSettings broker, Set<String> devices) throws IOException {
        Connection connection = broker.connect();
        Channel channel = connection.createChannel();
        Queue.DeclareOk state = channel.queueDeclarePassive(QUEUE);
        if (state.getConsumerCount() == 0 && state.getMessageCount() == 0) {
            return new Uplink(connection, channel, devices);
        }
        connection.close();
        throw new FloorException(
                state.getConsumerCount() > 0
                        ? "a device-bridge reads the queue " + QUEUE + "; ./iot bench floor stops it first"
                        : "messages in the queue %s that the house has not read yet: %d; they would be lost"
                                .formatted(QUEUE, state.getMessageCount()));
    }

    /** On a thread of the client. */
    void read(Consumer<Said> reader) throws IOException {
        channel.basicQos(UNACKNOWLEDGED);
        channel.basicConsume(
                QUEUE,
                false,
                (consumer, delivery) -> reader.accept(Said.read(
                        delivery.getEnvelope().getRoutingKey(),
                        delivery.getProperties(),
                        delivery.getBody(),
                        delivery.getEnvelope().getDeliveryTag())),
                consumer -> {});
    }

    /** All up to that one. */
    void done(long tag) throws IOException {
        channel.basicAck(tag, true);
    }

    /** The devices are gone: what they have said since is of no use to anybody, and nonsense to the house. */
    @Override
    public void close() {
        try (connection) {
            channel.abort();
            drain(connection.createChannel());
        } catch (IOException | ShutdownSignalException e) {
            throw new FloorException("what devices said cannot be taken out of the queue: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new FloorException("ended while devices' words were in the queue " + QUEUE, e);
        }
    }

    /** What others said is not acknowledged, so that it is there again when the connection is closed. */
    private void drain(Channel rest) throws IOException, InterruptedException {
        int quiet = 0;
        while (quiet < QUIET_LOOKS) {
            GetResponse got = rest.basicGet(QUEUE, false);
            if (got == null) {
                quiet++;
                TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
            } else if (isOurs(got)) {
                rest.basicAck(got.getEnvelope().getDeliveryTag(), false);
                quiet = 0;
            }
        }
    }

    private boolean isOurs(GetResponse got) {
        Said said = Said.read(
                got.getEnvelope().getRoutingKey(),
                got.getProps(),
                got.getBody(),
                got.getEnvelope().getDeliveryTag());
        return devices.contains(said.device());
    }
}
