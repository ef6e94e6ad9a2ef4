package io.asyncrpc.fleet.floor;

import java.sql.SQLException;
import java.util.Optional;

/** Where tasks are kept. */
interface Store extends AutoCloseable {

    void keep(Batch batch) throws SQLException;

    /**
     * How many tasks are not what they have to be: ended once, with one result. Empty if nothing is kept.
     *
     * @param made as many are to be there
     */
    Optional<Long> violations(long made) throws SQLException;

    @Override
    void close();

    /** Keeps nothing. */
    static Store none() {
        return new Store() {
            @Override
            public void keep(Batch batch) {}

            @Override
            public Optional<Long> violations(long made) {
                return Optional.empty();
            }

            @Override
            public void close() {}
        };
    }
}
