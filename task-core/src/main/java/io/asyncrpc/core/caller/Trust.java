package io.asyncrpc.core.caller;

import io.smallrye.jwt.auth.principal.JWTAuthContextInfo;
import io.smallrye.jwt.auth.principal.ParseException;
import java.util.List;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.MalformedClaimException;
import org.jose4j.jwt.consumer.JwtContext;

/** One whose tokens are taken, with keys of its own. */
interface Trust {
    Keys keys();

    JwtContext verify(String token, JWTAuthContextInfo context) throws ParseException;

    String organisationClaim();

    List<String> roles(JwtClaims claims) throws MalformedClaimException;
}
