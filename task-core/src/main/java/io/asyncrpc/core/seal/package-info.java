/** The audit log after the deed: sealed by a chain of hashes, and shown to admins. */
@NullMarked
package io.asyncrpc.core.seal;

import org.jspecify.annotations.NullMarked;
