package io.asyncrpc.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.asyncrpc.acceptance.Applicant.Issued;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Trust that is taken back over the API is gone at once: live connections are closed, and nobody comes in again. */
@Isolated("a bound on time")
class ApiRevocationIT {

    private static final Duration BOUND = Duration.ofSeconds(5);
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int AT_ONCE = 50;
    private static final Path LISTS = Authority.ofTheSystem().folder().resolve("issuers/api/crl.pem");

    private final Organisation organisation = Organisation.fresh();
    private final Applicant applicant;

    ApiRevocationIT(@TempDir Path temporary) {
        this.applicant = new Applicant(organisation, temporary);
    }

    @ParameterizedTest
    @CsvSource({"1,false", "100,false", "1,true", "100,true"})
    void theLiveConnectionsAreClosedWithinFiveSeconds(int count, boolean byDeletion) throws Exception {
        // Given
        List<String> ids = new ArrayList<>();
        List<Issued> certificates = new ArrayList<>();
        List<TestDevice> devices = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            String id = organisation.register();
            ids.add(id);
            certificates.add(applicant.issue(id));
            devices.add(TestDevice.connect(id, certificates.getLast().badge()));
        }
        String neighbour = organisation.register();
        try (TestDevice untouched =
                        TestDevice.connect(neighbour, applicant.issue(neighbour).badge());
                ExecutorService admins = Executors.newFixedThreadPool(AT_ONCE)) {
            // When
            Instant begin = Instant.now();
            for (int i = 0; i < count; i++) {
                String id = ids.get(i);
                String serial = certificates.get(i).serial();
                admins.submit(() -> takeBack(id, serial, byDeletion));
            }
            Awaitility.await()
                    .atMost(PATIENCE)
                    .pollInterval(Duration.ofMillis(10))
                    .until(() -> devices.stream().noneMatch(TestDevice::isConnected));
            Duration took = Duration.between(begin, Instant.now());

            // Then
            System.out.printf(
                    "%s to closed socket, %d device(s): %d ms%n",
                    byDeletion ? "deletion" : "revocation", count, took.toMillis());
            assertThat(took).isLessThan(BOUND);
            assertThat(untouched.isConnected()).isTrue();
            for (int i : List.of(0, count - 1)) {
                Awaitility.await()
                        .atMost(BOUND)
                        .untilAsserted(() -> assertThatThrownBy(() -> TestDevice.open(
                                        ids.get(i), certificates.get(i).badge()))
                                .hasMessageContaining("certificate_revoked"));
            }
        }
    }

    @Test
    @Tag(Installation.LAUNCHER)
    void aListThatWasLostComesBackByItself() throws Exception {
        // Given
        String id = organisation.register();
        Issued issued = applicant.issue(id);
        TestDevice.open(id, issued.badge()).close();

        // When
        Files.delete(LISTS.toRealPath());

        // Then
        Awaitility.await().atMost(PATIENCE).until(() -> Files.exists(LISTS));
        TestDevice.open(id, issued.badge()).close();
    }

    private void takeBack(String id, String serial, boolean byDeletion) {
        if (byDeletion) {
            organisation.admin().request().delete("/devices/" + id).then().statusCode(204);
        } else {
            applicant.revoke(id, serial);
        }
    }
}
