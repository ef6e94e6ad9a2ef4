package io.asyncrpc.acceptance;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.hivemq.client.mqtt.MqttGlobalPublishFilter;
import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5Publish;
import io.asyncrpc.acceptance.TestDevice.Account;
import io.restassured.path.json.JsonPath;
import java.nio.ByteBuffer;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A device that does every task at once; it asks when the bell rings, and every now and then all the same. */
final class BusyDevice implements AutoCloseable {

    private final TestDevice device;
    private final ScheduledExecutorService poll = Executors.newSingleThreadScheduledExecutor();

    BusyDevice(Account account) {
        device = TestDevice.connect(account);
        device.raw().publishes(MqttGlobalPublishFilter.ALL, this::answer);
        poll.scheduleWithFixedDelay(() -> say("req", null, ""), 300, 300, TimeUnit.MILLISECONDS);
    }

    /** What it answers to this task. */
    static String result(String taskId) {
        return "did " + taskId;
    }

    private void answer(Mqtt5Publish message) {
        String suffix = message.getTopic().getLevels().getLast();
        if (!suffix.equals("tsk") && !suffix.equals("rsp")) {
            return;
        }
        JsonPath body = JsonPath.from(new String(message.getPayloadAsBytes(), UTF_8));
        String id = body.getString("id");
        if (suffix.equals("tsk")) {
            say("req", id, "");
        } else if (id != null) {
            say("res", id, '"' + result(id) + '"');
        }
    }

    private void say(String suffix, @Nullable String taskId, String body) {
        device.raw()
                .publishWith()
                .topic("dev/" + device.id() + "/" + suffix)
                .qos(MqttQos.AT_LEAST_ONCE)
                .correlationData(taskId == null ? null : ByteBuffer.wrap(taskId.getBytes(UTF_8)))
                .payload(body.getBytes(UTF_8))
                .send();
    }

    @Override
    public void close() {
        poll.shutdownNow();
        device.close();
    }
}
