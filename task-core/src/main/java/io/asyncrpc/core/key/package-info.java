/** Keys for programs: made and revoked by admins, checked for the gateway. */
@NullMarked
package io.asyncrpc.core.key;

import org.jspecify.annotations.NullMarked;
