/**
 * Proves a run from outside: reads what clients and devices recorded and what the database kept, and names everything that
 * cannot be if tasks are true, not lost and not doubled (docs/reliability.md).
 */
@NullMarked
package io.asyncrpc.fleet.check;

import org.jspecify.annotations.NullMarked;
