package io.asyncrpc.core.certificate;

import static org.assertj.core.api.Assertions.assertThat;

import io.asyncrpc.core.house.Api;
import io.asyncrpc.core.house.CoreTest;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Certificates that are about to end are counted, and told of once. */
@QuarkusTest
@SuppressWarnings("NullAway.Init") // the fields are set by the test framework
class EndingTest extends CoreTest {
    private static final Duration YEAR = Duration.ofDays(365);

    @Inject
    EndingStore store;

    @Test
    void theLastGoodOneOfADeviceIsToldOfOnce() {
        // Given
        String device = api.device();
        issue(device);
        String last = issue(device);
        Instant nearItsEnd = Instant.now().plus(YEAR).minus(Duration.ofDays(10));
        Instant until = nearItsEnd.plus(Duration.ofDays(30));

        // When
        Long counted = store.count(nearItsEnd, until).await().indefinitely();
        List<EndingStore.Ending> told = store.warn(nearItsEnd, until).await().indefinitely();

        // Then
        assertThat(told)
                .filteredOn(one -> one.deviceId().equals(device))
                .singleElement()
                .satisfies(one -> assertThat(one.serial()).isEqualTo(last));
        assertThat(counted).isGreaterThanOrEqualTo(1);
        assertThat(store.warn(nearItsEnd, until).await().indefinitely())
                .noneMatch(one -> one.deviceId().equals(device));
    }

    @Test
    void oneThatHasLongToGoIsNot() {
        // Given
        String device = api.device();
        issue(device);

        // When
        List<EndingStore.Ending> told = store.warn(Instant.now(), Instant.now().plus(Duration.ofDays(30)))
                .await()
                .indefinitely();

        // Then
        assertThat(told).noneMatch(one -> one.deviceId().equals(device));
    }

    private String issue(String device) {
        Response answer = api.admin()
                .body("{\"csr\":\"request " + UUID.randomUUID() + "\"}")
                .post("/api/v1/devices/{id}/certificates", device);
        answer.then().statusCode(201);
        return Api.json(answer).path("serial").asText();
    }
}
