/** Logins that the gateways refused, for the audit log. */
@NullMarked
package io.asyncrpc.core.login;

import org.jspecify.annotations.NullMarked;
