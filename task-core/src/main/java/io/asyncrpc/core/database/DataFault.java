package io.asyncrpc.core.database;

import io.vertx.pgclient.PgException;

/** Whose fault it is that a statement failed. */
public final class DataFault {
    /** A check that failed; ours are not about what clients and devices say, and a missing partition, which is our fault, says so too. */
    private static final String NO_PARTITION = "23514";

    private DataFault() {}

    /** The database refused the data itself: data exceptions and violated constraints do not go away by waiting. */
    public static boolean isIn(Throwable failure) {
        return failure instanceof PgException e
                && e.getSqlState() != null
                && !e.getSqlState().equals(NO_PARTITION)
                && (e.getSqlState().startsWith("22") || e.getSqlState().startsWith("23"));
    }
}
