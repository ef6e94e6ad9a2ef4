package io.asyncrpc.core.retention;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * The rows whose ids (UUIDv7) were made in this time. Its tables are named by their end.
 *
 * @param from inclusive; the epoch for the first, which has no beginning
 * @param until exclusive
 */
public record Partition(Instant from, Instant until) {
    private static final DateTimeFormatter NAME =
            DateTimeFormatter.ofPattern("'_until_'yyyyMMdd't'HHmmss").withZone(ZoneOffset.UTC);

    /**
     * What is missing so that there is a place for every id until then. Ends are whole multiples of the width; so they stay
     * aligned when it is changed. Time without upkeep that has passed lies in one partition, however long it was.
     *
     * @param end of the last one that there is
     */
    static List<Partition> missing(Instant end, Duration width, int ahead, Instant now) {
        Instant enough = now.plus(width.multipliedBy(ahead));
        List<Partition> missing = new ArrayList<>();
        for (Instant from = end; from.isBefore(enough); from = missing.getLast().until()) {
            missing.add(new Partition(from, nextEnd(from.isBefore(now) ? now : from, width)));
        }
        return missing;
    }

    private static Instant nextEnd(Instant at, Duration width) {
        long seconds = width.toSeconds();
        return Instant.ofEpochSecond((Math.floorDiv(at.getEpochSecond(), seconds) + 1) * seconds);
    }

    String table(String parent) {
        return parent + NAME.format(until);
    }

    /** The least id of that moment. */
    static UUID bound(Instant at) {
        return new UUID(at.toEpochMilli() << 16, 0);
    }

    /** When an id was made, to the millisecond. */
    static Instant timeOf(UUID id) {
        return Instant.ofEpochMilli(id.getMostSignificantBits() >>> 16);
    }
}
