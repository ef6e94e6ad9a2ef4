package io.asyncrpc.gateway.security;

import static org.assertj.core.api.Assertions.assertThat;

import org.jose4j.jwt.JwtClaims;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClaimPathTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"roles":["a"]}                                       | roles                | [a]
            {"realm_access":{"roles":["a","b"]}}                  | realm_access/roles   | [a, b]
            {"a":{"b":{"c":"deep"}}}                              | a/b/c                | deep
            {"https://acme/roles":["x"],"https:":{"":"trap"}}     | https://acme/roles   | [x]
            {"a/b":"itself","a":{"b":"inside"}}                   | a/b                  | itself
            {"a":"text"}                                          | a/b                  | null
            {"a":["list"]}                                        | a/0                  | null
            {"a":{"b":null}}                                      | a/b                  | null
            {"a":{"b":null}}                                      | a/b/c                | null
            {}                                                    | a/b                  | null
            {"a":1}                                               | /                    | null
            """)
    void aClaimIsFoundByItsNameOrByTheWayToIt(String json, String name, String value) throws Exception {
        // Given
        JwtClaims claims = JwtClaims.parse(json);

        // When
        ClaimPath.flatten(claims, name);

        // Then
        assertThat(String.valueOf(claims.getClaimValue(name))).isEqualTo(value);
    }
}
