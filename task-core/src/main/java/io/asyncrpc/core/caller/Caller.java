package io.asyncrpc.core.caller;

import io.asyncrpc.core.problem.Problem;
import io.asyncrpc.core.problem.ProblemType;
import jakarta.enterprise.context.RequestScoped;
import java.util.Optional;
import org.eclipse.microprofile.jwt.JsonWebToken;

/** Who asks. An organisation sees only what is its own; whatever is not, is not there. */
@RequestScoped
public class Caller {
    private static final int LONGEST = 128;
    private static final int LONGEST_SUBJECT = 255; // OpenID Connect

    private final JsonWebToken token;
    private final KnownTokens known;

    Caller(JsonWebToken token, KnownTokens known) {
        this.token = token;
        this.known = known;
    }

    /** The organisation of the verified token: 1 to 128 characters, no control characters. */
    public String org() {
        if (known.organisation(token) instanceof String org
                && !org.isBlank()
                && org.length() <= LONGEST
                && org.chars().noneMatch(Character::isISOControl)) {
            return org;
        }
        throw new Problem(ProblemType.FORBIDDEN, "the token names no organisation");
    }

    private static String storable(String subject) {
        String clean = subject.codePoints()
                .filter(c ->
                        !Character.isISOControl(c) && !(c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE))
                .limit(LONGEST_SUBJECT)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
        return clean;
    }

    /** Who of the organisation: the first 255 characters, without what cannot be stored. */
    public Actor actor() {
        String subject = storable(String.valueOf(token.getSubject()));
        return GatewayTrust.ISSUER.equals(token.getIssuer())
                ? Actor.ofKey(subject)
                : new Actor(Actor.RESERVED.matcher(subject).find() ? "sub:" + subject : subject, Optional.empty());
    }
}
