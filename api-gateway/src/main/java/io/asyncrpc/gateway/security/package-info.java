/** Who asks: the token (RFC 6750, RS256), its organisation and its role. */
@NullMarked
package io.asyncrpc.gateway.security;

import org.jspecify.annotations.NullMarked;
