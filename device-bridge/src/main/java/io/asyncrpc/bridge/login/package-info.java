/** Logins that the broker refused, told to the core for the audit log. */
@NullMarked
package io.asyncrpc.bridge.login;

import org.jspecify.annotations.NullMarked;
