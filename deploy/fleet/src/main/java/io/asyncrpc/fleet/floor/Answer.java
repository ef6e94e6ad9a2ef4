package io.asyncrpc.fleet.floor;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.rabbitmq.client.AMQP.BasicProperties;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a device is told, as docs/protocol.md has it.
 *
 * @param task null with {@code rsp} for a device that asked for its next: there is none
 */
record Answer(String device, String word, @Nullable UUID task, String json) {

    /** What every task carries. */
    static final String PAYLOAD = "{\"c\":1,\"x\":\"0123456789abcdef\"}";

    private static final String METHOD = "7";
    private static final String LIFE_MILLIS = "60000";
    private static final int TRANSIENT = 1;
    private static final Map<String, Object> HEADERS = Map.of("method_code", METHOD, "attempt", "1", "lease", "299");

    static Answer tsk(String device, UUID task, long seconds) {
        return new Answer(device, "tsk", task, task(device, task, seconds) + "}");
    }

    static Answer rsp(String device, UUID task, long seconds) {
        return new Answer(device, "rsp", task, task(device, task, seconds) + """
                ,"status":2,"pending_at":%1$d,"locked_at":%1$d,"attempt":1,"lease":299,"payload":%2$s}""".formatted(seconds, PAYLOAD));
    }

    static Answer nothing(String device) {
        return new Answer(device, "rsp", null, "{}");
    }

    static Answer cmt(String device, UUID task, String ext) {
        return new Answer(device, "cmt", task, """
                {"message":"committed","id":"%s","ext_id":"%s","result_id":1}""".formatted(task, ext));
    }

    private static String task(String device, UUID task, long seconds) {
        return """
                {"id":"%s","created_at":%d,"header":{"ext_task_id":null,"device_id":"%s","method_code":%s,"method":"%4$s",\
                "priority":5,"ttl":1440}""".formatted(task, seconds, device, METHOD);
    }

    String key() {
        return "srv." + device + "." + word;
    }

    BasicProperties properties() {
        BasicProperties.Builder properties = new BasicProperties.Builder()
                .contentType("application/json")
                .deliveryMode(TRANSIENT)
                .expiration(LIFE_MILLIS);
        return task == null
                ? properties.build()
                : properties.correlationId(task.toString()).headers(HEADERS).build();
    }

    byte[] body() {
        return json.getBytes(UTF_8);
    }
}
