/** The database's time, which all replicas share. */
@NullMarked
package io.asyncrpc.core.clock;

import org.jspecify.annotations.NullMarked;
