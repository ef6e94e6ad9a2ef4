package io.asyncrpc.gateway.key;

import io.asyncrpc.gateway.security.Role;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A token of the gateway for one caller, made anew long before it ends: a request that waits reads with it for a minute. */
final class HouseToken {
    private static final long FRESH_SECONDS = 20;

    private final HouseSigner signer;
    private final String subject;
    private final @Nullable String organisation;
    private final List<String> roles;
    private @Nullable String token;
    private Instant madeAt = Instant.MIN;

    private HouseToken(HouseSigner signer, String subject, @Nullable String organisation, List<String> roles) {
        this.signer = signer;
        this.subject = subject;
        this.organisation = organisation;
        this.roles = roles;
    }

    static HouseToken ofKey(HouseSigner signer, String subject, String organisation, Role role) {
        List<String> roles = Stream.of(Role.values())
                .filter(role::includes)
                .map(included -> included.name().toLowerCase(Locale.ROOT))
                .toList();
        return new HouseToken(signer, subject, organisation, roles);
    }

    /** Of the gateway itself. */
    static HouseToken own(HouseSigner signer) {
        return new HouseToken(signer, "gateway", null, List.of("gateway"));
    }

    synchronized String at(Instant now) {
        String last = token;
        if (last == null || !now.isBefore(madeAt.plusSeconds(FRESH_SECONDS)) || now.isBefore(madeAt)) {
            madeAt = now;
            token = signer.sign(subject, organisation, roles, now);
            return token;
        }
        return last;
    }
}
