package io.asyncrpc.core.device;

import static org.assertj.core.api.Assertions.assertThat;

import io.asyncrpc.core.device.PresenceStore.Change;
import io.asyncrpc.core.device.PresenceStore.Change.Gone;
import io.asyncrpc.core.device.PresenceStore.Change.Here;
import io.asyncrpc.core.device.PresenceStore.Change.OnlyThese;
import io.asyncrpc.core.device.PresenceStore.Presence;
import io.asyncrpc.core.house.Api;
import io.asyncrpc.core.house.CoreTest;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Who is connected, by connections that come and go in any order. */
@QuarkusTest
class PresenceStoreTest extends CoreTest {
    private static final Instant TEN = Instant.parse("2020-03-01T10:00:00Z");

    @Inject
    PresenceStore presence;

    private final String device = Api.newId();
    private final String first = "first " + UUID.randomUUID();
    private final String second = "second " + UUID.randomUUID();

    @Test
    void deviceIsConnectedFromItsNewestConnectionOn() {
        // When
        apply(here(first, 0), here(second, 5));

        // Then
        assertThat(known()).isEqualTo(new Presence(at(5), at(5)));
    }

    @Test
    void takeoverTellsOfTheNewConnectionBeforeTheOldOneGoes() {
        // Given
        apply(here(first, 0));

        // When
        apply(here(second, 5), gone(first, 6));

        // Then
        assertThat(known()).isEqualTo(new Presence(at(5), at(6)));
    }

    @Test
    void lastConnectionGoneIsDisconnected() {
        // Given
        apply(here(first, 0), here(second, 5));

        // When
        apply(gone(first, 6), gone(second, 7));

        // Then
        assertThat(known()).isEqualTo(new Presence(null, at(7)));
    }

    @Test
    void comingAndGoingInOneBatchLeavesNothing() {
        // When
        apply(here(first, 0), gone(first, 1), here(second, 2), gone(second, 3));

        // Then
        assertThat(known().connectedSince()).isNull();
    }

    @Test
    void sameWordsTwiceChangeNothing() {
        // When
        apply(here(first, 0), here(first, 0), gone(second, 1), gone(second, 1));
        apply(here(first, 0));

        // Then
        assertThat(known().connectedSince()).isEqualTo(at(0));
    }

    @Test
    void lateWordsDoNotTakeBackWhenADeviceWasSeen() {
        // Given
        apply(here(first, 0), gone(first, 60));

        // When
        apply(here(second, 30));

        // Then
        assertThat(known().lastSeenAt()).isEqualTo(at(60));
    }

    @Test
    void snapshotRemovesWhatIsNotInItAndAddsWhatIs() {
        // Given
        apply(here(first, 0));

        // When
        apply(new OnlyThese(at(10), List.of(here(second, 5))));

        // Then
        assertThat(known().connectedSince()).isEqualTo(at(5));
        apply(gone(second, 11));
        assertThat(known().connectedSince()).isNull();
    }

    @Test
    void snapshotSparesWhatBeganAfterIt() {
        // When
        apply(here(first, 20), new OnlyThese(at(10), List.of()), here(second, 5));

        // Then
        assertThat(known().connectedSince()).isEqualTo(at(20));
    }

    @Test
    void snapshotMayNameAConnectionTwice() {
        // When
        apply(new OnlyThese(at(10), List.of(here(first, 1), here(first, 1))));

        // Then
        assertThat(known().connectedSince()).isEqualTo(at(1));
    }

    @Test
    void listThatLagsDoesNotBringBackWhatIsGone() {
        // Given
        apply(here(first, 0));
        apply(gone(first, 11));

        // When
        OnlyThese late = new OnlyThese(at(10), List.of(here(first, 0), here(second, 5)));
        Set<String> unheard = now(presence.findUnheard(List.of(late)));
        apply(gone(second, 12), late);

        // Then
        assertThat(known().connectedSince()).isNull();
        assertThat(unheard)
                .as("the second was not known to be gone when it was asked")
                .containsExactly(device);
        assertThat(now(presence.findUnheard(List.of(late)))).isEmpty();
    }

    @Test
    void wordThatComesAgainDoesNotBringBackWhatIsGone() {
        // Given
        apply(here(first, 0), gone(first, 1));

        // When
        apply(here(first, 0));

        // Then
        assertThat(known().connectedSince()).isNull();
    }

    @Test
    void connectionOfTheSameNameIsAnotherWhenItBeganLater() {
        // Given
        apply(here(first, 0), gone(first, 1));

        // When
        apply(here(first, 2));
        Instant told = known().connectedSince();
        apply(new OnlyThese(at(10), List.of(here(first, 2))));

        // Then
        assertThat(told).isEqualTo(at(2));
        assertThat(known().connectedSince()).isEqualTo(at(2));
    }

    @Test
    void goneConnectionsAreForgottenAfterAWhile() {
        // Given
        apply(here(first, 0), gone(first, 1));
        Instant much = at(700);

        // When
        apply(new OnlyThese(much, List.of()));

        // Then
        apply(here(first, 0));
        assertThat(known().connectedSince()).as("forgotten").isEqualTo(at(0));
    }

    @Test
    void wordsOfADeviceTellThatItWasSeen() {
        // When
        now(presence.seen(Set.of(device), at(0)));
        now(presence.seen(Set.of(device), at(20)));
        Instant soon = Objects.requireNonNull(known().lastSeenAt());
        now(presence.seen(Set.of(device), at(40)));

        // Then
        assertThat(soon).isEqualTo(at(0));
        assertThat(known().lastSeenAt()).isEqualTo(at(40));
    }

    private void apply(Change... changes) {
        now(presence.apply(Arrays.asList(changes)));
    }

    private Here here(String connection, int seconds) {
        return new Here(device, connection, at(seconds));
    }

    private Gone gone(String connection, int seconds) {
        return new Gone(device, connection, at(seconds));
    }

    private Presence known() {
        return Objects.requireNonNull(now(presence.find(List.of(device))).get(device));
    }

    private static Instant at(int seconds) {
        return TEN.plusSeconds(seconds);
    }

    private static <T> T now(Uni<T> uni) {
        return uni.await().atMost(Duration.ofSeconds(20));
    }
}
