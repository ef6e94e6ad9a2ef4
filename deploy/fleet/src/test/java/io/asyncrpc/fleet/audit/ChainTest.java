package io.asyncrpc.fleet.audit;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** By the golden example, which the core seals in the same way ({@code docs/contracts/audit-seal.v1.json}). */
class ChainTest {
    private final JsonNode golden = golden();
    private final Seal seal = new Seal(
            golden.at("/seal/number").asLong(),
            micros(golden.at("/seal/sealedAt").asText()),
            golden.at("/seal/firstEntry").asLong(),
            golden.at("/seal/lastEntry").asLong(),
            golden.at("/seal/hash").asText());
    private final List<Entry> entries = new ArrayList<>(
            golden.path("entries").valueStream().map(this::entry).toList());
    private final Chain chain = new Chain(new Seal(
            golden.at("/before/number").asLong(),
            0,
            1,
            golden.at("/before/lastEntry").asLong(),
            golden.at("/before/hash").asText()));

    @Test
    void goldenSealHolds() {
        // When
        chain.take(seal, entries);

        // Then
        assertThat(chain.faults()).isEmpty();
        assertThat(chain.last()).isEqualTo(seal);
    }

    @Test
    void aChangedEntryIsFound() {
        // Given
        Entry e = entries.getFirst();
        entries.set(
                0,
                new Entry(
                        e.number(),
                        e.seal(),
                        e.id(),
                        e.atMicros(),
                        e.org(),
                        "bob",
                        e.action(),
                        e.target(),
                        e.detail()));

        // When
        chain.take(seal, entries);

        // Then
        assertThat(chain.faults()).singleElement().asString().contains("seal 7 does not fit entries 120 to 121");
    }

    @Test
    void whatIsMovedFromOneFieldToTheNextIsFound() {
        // Given
        Entry e = entries.getFirst();
        entries.set(
                0,
                new Entry(
                        e.number(),
                        e.seal(),
                        e.id(),
                        e.atMicros(),
                        e.org() + "a",
                        "nn",
                        e.action(),
                        e.target(),
                        e.detail()));

        // When
        chain.take(seal, entries);

        // Then
        assertThat(chain.faults()).hasSize(1);
    }

    @Test
    void aMissingEntryIsFound() {
        // Given
        entries.removeLast();

        // When
        chain.take(seal, entries);

        // Then
        assertThat(chain.faults()).hasSize(2).first().asString().isEqualTo("entry 121 is missing");
    }

    @Test
    void aLastSealThatWasRemovedLeavesItsEntriesUnderNone() {
        // When
        entries.forEach(chain::unsealed);

        // Then
        assertThat(chain.faults()).containsExactly("entry 120 is under no seal", "entry 121 is under no seal");
        assertThat(chain.last().number()).isEqualTo(6);
    }

    @Test
    void anAddedEntryIsFound() {
        // Given
        Entry e = entries.getFirst();
        entries.addFirst(new Entry(119, 7, e.id(), 1, "", "", "", "", ""));

        // When
        chain.take(seal, entries);
        chain.unsealed(new Entry(122, 7, e.id(), 1, "", "", "", "", ""));

        // Then
        assertThat(chain.faults()).contains("entry 119 is one too many", "entry 122 is under no seal");
    }

    @Test
    void entriesInAnotherOrderAreFound() {
        // Given
        List<Entry> swapped = List.of(renumbered(entries.get(1), 120), renumbered(entries.get(0), 121));

        // When
        chain.take(seal, swapped);

        // Then
        assertThat(chain.faults()).hasSize(1);
    }

    @Test
    void aSealOfAnotherPlaceOrTimeIsFound() {
        // When
        chain.take(new Seal(8, seal.atMicros(), 120, 121, seal.hash()), entries);

        // Then
        assertThat(chain.faults()).contains("seals are missing between 6 and 8", "entry 120 names seal 7 instead of 8");
    }

    private static Entry renumbered(Entry e, long number) {
        return new Entry(
                number, e.seal(), e.id(), e.atMicros(), e.org(), e.actor(), e.action(), e.target(), e.detail());
    }

    private Entry entry(JsonNode e) {
        return new Entry(
                e.path("number").asLong(),
                7,
                e.path("id").asText(),
                micros(e.path("at").asText()),
                e.path("org").asText(),
                e.path("actor").asText(),
                e.path("action").asText(),
                e.path("target").asText(),
                e.path("detail").asText());
    }

    private static long micros(String at) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, Instant.parse(at));
    }

    private static JsonNode golden() {
        try {
            return new ObjectMapper()
                    .readTree(Path.of("..", "..", "docs", "contracts", "audit-seal.v1.json")
                            .toFile());
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
