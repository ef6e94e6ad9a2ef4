package io.asyncrpc.core.event;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Times as devices write them: seconds since 1970, with or without a fraction; from 100,000,000,000 on they are milliseconds,
 * since as seconds they would be past the year 5000; or ISO 8601, taken for UTC where no offset stands.
 */
final class DeviceTime {
    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,14}(\\.[0-9]{1,20})?");
    private static final BigDecimal MILLIS_FROM = new BigDecimal("100000000000");
    private static final Instant END_OF_TIME = Instant.parse("+10000-01-01T00:00:00Z");

    private DeviceTime() {}

    /** To the microsecond, from 1970 to 9999; empty if the text is no such time. */
    static Optional<Instant> read(String text) {
        try {
            Instant at = NUMBER.matcher(text).matches() ? number(new BigDecimal(text)) : iso(text);
            return at.isBefore(Instant.EPOCH) || !at.isBefore(END_OF_TIME)
                    ? Optional.empty()
                    : Optional.of(at.truncatedTo(ChronoUnit.MICROS));
        } catch (DateTimeException noTime) {
            return Optional.empty();
        }
    }

    private static Instant number(BigDecimal value) {
        BigDecimal seconds = value.compareTo(MILLIS_FROM) < 0 ? value : value.movePointLeft(3);
        long whole = seconds.longValue();
        return Instant.ofEpochSecond(
                whole,
                seconds.subtract(BigDecimal.valueOf(whole)).movePointRight(9).longValue());
    }

    private static Instant iso(String text) {
        String iso = text.replace(' ', 'T');
        try {
            return OffsetDateTime.parse(iso).toInstant();
        } catch (DateTimeException noOffset) {
            return LocalDateTime.parse(iso).toInstant(ZoneOffset.UTC);
        }
    }
}
