package io.asyncrpc.core.task;

import com.fasterxml.jackson.core.JsonToken;
import io.asyncrpc.core.problem.BodyReader;
import io.asyncrpc.core.problem.Problem;
import io.asyncrpc.core.problem.ProblemType;
import java.time.Duration;
import java.time.Instant;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads the body of {@code POST /tasks}. One use each. */
final class SubmissionJson {
    static final Pattern DEVICE_ID = Pattern.compile("[A-Za-z0-9_-]{1,64}");
    static final Pattern METHOD = Pattern.compile("[A-Za-z0-9._:-]{1,64}");
    static final int MAX_EXTERNAL_ID = 128;
    private static final int MAX_PAYLOAD_BYTES = 256 * 1024;
    private static final int DAY = 86_400;
    private static final int MAX_TTL = 2_678_340;
    private static final int DEFAULT_TIMEOUT = 3600;
    private static final Duration FURTHEST = Duration.ofDays(366);

    private final BodyReader body;
    private @Nullable String deviceId;
    private @Nullable String method;
    private byte @Nullable [] payload;
    private int priority;
    private int ttl = 3600;
    private int maxAttempts = 3;
    private int lease = 300;
    private @Nullable Integer attemptTimeout;
    private @Nullable Instant notBefore;
    private @Nullable String externalId;

    private SubmissionJson(BodyReader body) {
        this.body = body;
    }

    /**
     * Reads and checks a submission.
     *
     * @throws Problem malformed, invalid with all that is wrong, or too-large
     */
    static Submission read(byte[] bytes, Instant now) {
        BodyReader body = new BodyReader(bytes);
        return new SubmissionJson(body).read(now);
    }

    private Submission read(Instant now) {
        body.object(this::field);
        checkTogether(now);
        body.complete();
        if (payload != null && payload.length > MAX_PAYLOAD_BYTES) {
            throw new Problem(ProblemType.TOO_LARGE, "the payload has more than " + MAX_PAYLOAD_BYTES + " bytes");
        }
        return new Submission(
                body.required(deviceId),
                body.required(method),
                payload,
                priority,
                Duration.ofSeconds(ttl),
                maxAttempts,
                Duration.ofSeconds(lease),
                Duration.ofSeconds(attemptTimeout == null ? Math.max(DEFAULT_TIMEOUT, lease) : attemptTimeout),
                notBefore,
                externalId);
    }

    private void field(String name, JsonToken value) {
        switch (name) {
            case "deviceId" -> deviceId = body.text(name, DEVICE_ID);
            case "method" -> method = method(name);
            case "payload" -> payload = body.raw();
            case "priority" -> priority = body.integer(name, 0, 9, priority);
            case "ttl" -> ttl = body.integer(name, 1, MAX_TTL, ttl);
            case "maxAttempts" -> maxAttempts = body.integer(name, 1, 10, maxAttempts);
            case "lease" -> lease = body.integer(name, 5, DAY, lease);
            case "attemptTimeout" -> attemptTimeout = body.integer(name, 5, DAY, DAY);
            case "notBefore" -> notBefore = value == JsonToken.VALUE_NULL ? null : body.instant(name);
            case "externalId" -> externalId = value == JsonToken.VALUE_NULL ? null : body.text(name, MAX_EXTERNAL_ID);
            default -> body.unknown(name);
        }
    }

    /** Method 0 would look like "nothing" to a device. */
    private @Nullable String method(String name) {
        String value = body.text(name, METHOD);
        if (value != null && value.matches("0+")) {
            body.error(name, "0 is not a method");
        }
        return value;
    }

    private void checkTogether(Instant now) {
        if (deviceId == null) {
            body.missing("deviceId");
        }
        if (method == null) {
            body.missing("method");
        }
        if (attemptTimeout != null && attemptTimeout < lease) {
            body.error("attemptTimeout", "must not be shorter than the lease");
        }
        if (notBefore != null && notBefore.isAfter(now.plus(FURTHEST))) {
            body.error("notBefore", "must be within " + FURTHEST.toDays() + " days");
        }
        if (notBefore != null && notBefore.isBefore(Instant.EPOCH)) {
            body.error("notBefore", "must not be before 1970");
        }
    }
}
