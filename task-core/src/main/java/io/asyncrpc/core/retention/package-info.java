/** Time in the tables: partitions are made ahead and go when all in them is old (ADR 0006). */
@NullMarked
package io.asyncrpc.core.retention;

import org.jspecify.annotations.NullMarked;
