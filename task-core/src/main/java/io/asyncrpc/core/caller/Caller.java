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

    /** Who of the organisation. */
    public Actor actor() {
        String subject = String.valueOf(token.getSubject());
        return GatewayTrust.ISSUER.equals(token.getIssuer())
                ? Actor.ofKey(subject)
                : new Actor(subject, Optional.empty());
    }
}
