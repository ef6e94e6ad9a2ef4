package io.asyncrpc.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.asyncrpc.acceptance.TestDevice.Account;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/** A stranger that knocks a thousand times a second, as a device that is called meanwhile. */
@Isolated("a storm")
class ConnectStormIT {

    private static final int KNOCKS = 1000;
    private static final Duration SECOND = Duration.ofSeconds(1);

    private final Organisation organisation = Organisation.fresh();

    @Test
    void aThousandConnectsASecondOverTlsAreRefusedAndTheDeviceWorks() throws Exception {
        // Given
        String id = organisation.register();
        Account stranger = new Account(id, "guessed");
        try (TestDevice device = TestDevice.connect(id, Authority.ofTheSystem().issue(id));
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            // When
            List<Future<Boolean>> knocks = new ArrayList<>();
            long begin = System.nanoTime();
            for (int i = 0; i < KNOCKS; i++) {
                Patience.untilNanos(begin + i * SECOND.toNanos() / KNOCKS);
                knocks.add(threads.submit(() -> isLetIn(stranger)));
            }
            String during = call(device);

            // Then
            for (Future<Boolean> knock : knocks) {
                assertThat(knock.get()).isFalse();
            }
            System.out.printf(
                    "%d refused connects over TLS, all begun within a second: the last answered after %d ms%n",
                    KNOCKS, (System.nanoTime() - begin) / 1_000_000);
            assertThat(organisation.viewer().task(during).getString("state")).isEqualTo("DONE");
            assertThat(device.isConnected()).isTrue();
            String after = call(device);
            assertThat(organisation.viewer().task(after).getString("state")).isEqualTo("DONE");
        }
    }

    private String call(TestDevice device) {
        String id = organisation.operator().submit(device.id(), "open", "");
        Duration patience = Duration.ofSeconds(40);
        device.req(id);
        device.hear("rsp", word -> word.isAbout(id), patience);
        device.res(id, 200, "1");
        device.hear("cmt", word -> word.isAbout(id), patience);
        return id;
    }

    private static boolean isLetIn(Account stranger) {
        try (RawConnection connection = RawConnection.openOverTls(stranger, stranger.username())) {
            return connection != null;
        } catch (IOException refused) {
            return false;
        }
    }
}
