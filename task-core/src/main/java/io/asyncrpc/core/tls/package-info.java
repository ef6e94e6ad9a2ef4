/** Whom the core trusts inside the house. */
@NullMarked
package io.asyncrpc.core.tls;

import org.jspecify.annotations.NullMarked;
