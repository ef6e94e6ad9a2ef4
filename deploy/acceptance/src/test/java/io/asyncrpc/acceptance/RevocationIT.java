package io.asyncrpc.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Trust that is taken back is gone at once: live connections are closed, and nobody comes in again. */
@Isolated("a bound on time")
@Tag(Installation.LAUNCHER)
class RevocationIT {

    private static final Duration BOUND = Duration.ofSeconds(5);
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Authority AUTHORITY = Authority.ofTheSystem();

    private final Organisation organisation = Organisation.fresh();

    @ParameterizedTest
    @ValueSource(ints = {1, 100})
    void theLiveConnectionsAreClosedWithinFiveSeconds(int count, @TempDir Path temporary) throws Exception {
        // Given
        List<String> ids =
                IntStream.range(0, count).mapToObj(i -> organisation.register()).toList();
        String neighbour = organisation.register();
        Path list = Files.write(temporary.resolve("ids"), ids);
        AUTHORITY.does("device", "--from", list.toString());
        List<TestDevice> devices = new ArrayList<>();
        for (String id : ids) {
            devices.add(TestDevice.connect(id, AUTHORITY.badge(id)));
        }
        try (TestDevice untouched = TestDevice.connect(neighbour, AUTHORITY.issue(neighbour))) {
            // When
            Instant begin = Instant.now();
            Thread revocation = Thread.ofPlatform().start(() -> revoke(ids));
            Awaitility.await()
                    .atMost(PATIENCE)
                    .pollInterval(Duration.ofMillis(10))
                    .until(() -> devices.stream().noneMatch(TestDevice::isConnected));
            Duration took = Duration.between(begin, Instant.now());
            revocation.join();

            // Then
            System.out.printf("revocation to closed socket, %d device(s): %d ms%n", count, took.toMillis());
            assertThat(took).isLessThan(BOUND);
            for (String id : List.of(ids.getFirst(), ids.getLast())) {
                assertThatThrownBy(() -> TestDevice.open(id, AUTHORITY.badge(id)))
                        .hasMessageContaining("certificate_revoked");
            }
            assertThat(untouched.isConnected()).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void withoutAGoodListOfRevokedCertificatesNobodyWithACertificateIsLetIn(boolean lost) throws Exception {
        // Given
        String id = organisation.register();
        Badge badge = AUTHORITY.issue(id);
        TestDevice.open(id, badge).close();

        try {
            // When
            if (lost) {
                Files.delete(AUTHORITY.revocationList());
            } else {
                AUTHORITY.letTheListRunOut();
            }

            // Then
            assertThatThrownBy(() -> TestDevice.open(id, badge)).hasMessageContaining("bad_certificate");
            TestDevice.connect(organisation.credentials(id)).close();
        } finally {
            AUTHORITY.does("crl");
        }
        TestDevice.open(id, badge).close();
    }

    private static void revoke(List<String> ids) {
        try {
            AUTHORITY.does(Stream.concat(Stream.of("revoke"), ids.stream()).toArray(String[]::new));
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
