package io.asyncrpc.acceptance;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Before the last certificate of a device ends, its organisation reads so among the device's events. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
@Tag(Installation.LAUNCHER)
class EndingIT {

    /** Cores look once a minute. */
    private static final Duration PATIENCE = Duration.ofSeconds(100);

    private static final String TYPE = "certificate-ending";

    private final Organisation organisation = Organisation.fresh();
    private final Applicant applicant;

    EndingIT(@TempDir Path temporary) {
        this.applicant = new Applicant(organisation, temporary);
    }

    @Test
    void theHouseTellsOfItOnceAndNobodyElseCan() throws Exception {
        // Given: a core that issues for ten days, where thirty are time enough to be told
        String id = organisation.register();
        String liar = organisation.register();
        String request = Files.readString(applicant.request(id));
        String serial;
        try (Replica core = Replica.of("task-core", Map.of("CORE_CERTIFICATES_LIFE", "10d"))) {
            core.awaitReady();
            Response answer = core.with(organisation.admin().token())
                    .contentType("application/x-pem-file")
                    .body(request.getBytes(UTF_8))
                    .post("/devices/" + id + "/certificates");
            answer.then().statusCode(201);
            serial = answer.jsonPath().getString("serial");
        }
        try (TestDevice device = TestDevice.connect(organisation.credentials(liar))) {
            device.say("evt", null, Map.of("event_type_code", TYPE), "{\"serial\":\"00\"}");
            device.hear("eva");
        }

        // When
        Awaitility.await()
                .atMost(PATIENCE)
                .pollInterval(Duration.ofSeconds(1))
                .until(() -> !events(id).getList("items").isEmpty());

        // Then
        JsonPath event = events(id);
        assertThat(event.getList("items")).hasSize(1);
        assertThat(event.<Object>get("items[0].devEventId")).isNull();
        assertThat(event.getString("items[0].body.serial")).isEqualTo(serial);
        assertThat(event.getString("items[0].body.notAfter")).isEqualTo(applicant.shown(id, serial, "notAfter"));
        assertThat(events(liar).getList("items.devEventId")).isEqualTo(List.of("0"));
    }

    private JsonPath events(String deviceId) {
        return organisation
                .viewer()
                .get("/events?type=" + TYPE + "&deviceId=" + deviceId)
                .jsonPath();
    }
}
