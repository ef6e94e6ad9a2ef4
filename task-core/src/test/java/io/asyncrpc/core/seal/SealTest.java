package io.asyncrpc.core.seal;

import static io.asyncrpc.core.Contracts.golden;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.asyncrpc.core.audit.Action;
import io.asyncrpc.core.audit.Deed;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Seals are made as it was promised to whoever verifies them ({@code docs/contracts/audit-seal.v1.json}). */
class SealTest {
    @Test
    void goldenSealIsMade() throws IOException {
        // Given
        JsonNode example = new ObjectMapper().readTree(golden("audit-seal.v1.json"));
        JsonNode before = example.path("before");
        Seal last = new Seal(
                before.path("number").asLong(),
                Instant.EPOCH,
                1,
                before.path("lastEntry").asLong(),
                HexFormat.of().parseHex(before.path("hash").asText()));
        List<Deed> deeds =
                example.path("entries").valueStream().map(SealTest::deed).toList();

        // When
        Seal seal = last.next(deeds, Instant.parse(example.at("/seal/sealedAt").asText()));

        // Then
        assertThat(seal.number()).isEqualTo(example.at("/seal/number").asLong());
        assertThat(seal.firstEntry()).isEqualTo(example.at("/seal/firstEntry").asLong());
        assertThat(seal.lastEntry()).isEqualTo(example.at("/seal/lastEntry").asLong());
        assertThat(HexFormat.of().formatHex(seal.hash()))
                .isEqualTo(example.at("/seal/hash").asText());
    }

    private static Deed deed(JsonNode entry) {
        return new Deed(
                UUID.fromString(entry.path("id").asText()),
                Instant.parse(entry.path("at").asText()),
                entry.path("org").asText(),
                entry.path("actor").asText(),
                Action.valueOf(entry.path("action").asText()),
                entry.path("target").asText(),
                entry.path("detail").asText());
    }

    @Test
    void deedsAreInTheOrderOfTheTextOfTheirIds() {
        // Given
        List<UUID> ids = new ArrayList<>(List.of(
                UUID.fromString("ff957e5a-7c00-7000-8000-000000000001"),
                UUID.fromString("01957e5a-7c00-7000-ffff-000000000001"),
                UUID.fromString("01957e5a-7c00-7000-8000-000000000002"),
                UUID.fromString("7f957e5a-7c00-7000-8000-000000000001"),
                UUID.fromString("01957e5a-7c00-7000-8000-000000000001"),
                UUID.fromString("80957e5a-7c00-7000-8000-000000000001")));
        List<UUID> expected =
                ids.stream().sorted(Comparator.comparing(UUID::toString)).toList();

        // When
        ids.sort(SealStore::inOrder);

        // Then
        assertThat(ids).isEqualTo(expected);
    }
}
