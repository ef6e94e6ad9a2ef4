package io.asyncrpc.fleet.swarm;

import io.asyncrpc.fleet.net.Link;
import io.asyncrpc.fleet.record.Line;
import io.asyncrpc.fleet.record.Recorder;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Says things with QoS 1: what the broker has not taken is said again on the next connection. */
final class Mouth {

    private final Map<Long, Saying> untaken = new LinkedHashMap<>();
    private final Map<Integer, Long> packets = new LinkedHashMap<>();
    private final Recorder recorder;
    private final String deviceId;
    private final Habit habit;
    private @Nullable Link link;
    private long said;

    Mouth(Recorder recorder, String deviceId, Habit habit) {
        this.recorder = recorder;
        this.deviceId = deviceId;
        this.habit = habit;
    }

    void say(Saying saying) {
        long number = ++said;
        recorder.note(saying.line(recorder.now(), deviceId, number));
        if (saying.topic() == null) {
            untaken.put(number, saying);
        }
        if (link != null) {
            send(link, number, saying);
        }
    }

    void connected(Link fresh) {
        link = fresh;
        untaken.forEach((number, saying) -> send(fresh, number, saying));
    }

    void took(int packet) {
        Long number = packets.remove(packet);
        if (number != null) {
            untaken.remove(number);
            recorder.note(new Line.Took(recorder.now(), deviceId, number));
        }
    }

    void disconnected() {
        link = null;
        packets.clear();
    }

    void forget() {
        disconnected();
        untaken.clear();
    }

    boolean isUntaken(Saying saying) {
        return untaken.containsValue(saying);
    }

    boolean isQuiet() {
        return untaken.isEmpty();
    }

    private void send(Link to, long number, Saying saying) {
        String topic = saying.topic() == null ? "dev/" + deviceId + "/" + saying.suffix() : saying.topic();
        byte[] body = habit == Habit.MQTT_311 ? saying.envelope() : saying.body();
        packets.put(to.publish(topic, saying.properties(habit == Habit.OLD), body), number);
    }
}
