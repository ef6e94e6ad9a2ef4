package io.asyncrpc.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.asyncrpc.acceptance.Applicant.Issued;
import java.nio.file.Path;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A device gets a new certificate without being away: both are good, until it comes with the new one. */
class RotationIT {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Organisation organisation = Organisation.fresh();
    private final String id = organisation.register();
    private final Applicant applicant;

    RotationIT(@TempDir Path temporary) {
        this.applicant = new Applicant(organisation, temporary);
    }

    @Test
    void bothAreGoodUntilTheDeviceComesWithTheNewOne() throws Exception {
        // Given
        Issued old = applicant.issue(id);
        TestDevice.open(id, old.badge()).close();
        Issued renewed = applicant.issue(id);
        TestDevice.open(id, old.badge()).close();

        // When
        try (TestDevice device = TestDevice.connect(id, renewed.badge())) {
            Awaitility.await()
                    .atMost(PATIENCE)
                    .until(() -> applicant.shown(id, old.serial(), "reason"), "superseded"::equals);

            // Then
            boolean wasFirstRefused = isRefused(old);
            Awaitility.await().atMost(PATIENCE).until(() -> isRefused(old));
            if (wasFirstRefused) {
                answer(device); // nothing has ended its connection
            }
        }
        try (TestDevice device = TestDevice.connect(id, renewed.badge())) {
            answer(device);
        }
        assertThat(applicant.shown(id, renewed.serial(), "revokedAt")).isNull();
        assertThat(applicant.shown(id, renewed.serial(), "firstUsedAt")).isNotNull();
    }

    /** If it is not yet, it takes over the session of the device that is connected, which ends its connection. */
    private boolean isRefused(Issued certificate) {
        try {
            TestDevice.open(id, certificate.badge()).close();
            return false;
        } catch (RuntimeException refusal) {
            assertThat(refusal).hasMessageContaining("certificate_revoked");
            return true;
        }
    }

    private void answer(TestDevice device) {
        String task = organisation.operator().submit(id, "17", "");
        device.claim(task);
        device.res(task, 200, "{}");
        organisation.viewer().awaitState(task, "DONE");
    }
}
