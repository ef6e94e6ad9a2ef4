/** How the database is connected to. */
@NullMarked
package io.asyncrpc.core.database;

import org.jspecify.annotations.NullMarked;
