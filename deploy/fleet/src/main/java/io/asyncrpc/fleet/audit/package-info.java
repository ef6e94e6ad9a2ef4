/** Verifies the audit log by what is in its tables, without the core. */
@NullMarked
package io.asyncrpc.fleet.audit;

import org.jspecify.annotations.NullMarked;
