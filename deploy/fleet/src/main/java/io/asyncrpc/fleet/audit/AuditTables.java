package io.asyncrpc.fleet.audit;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Reads the log, a part at a time. */
final class AuditTables {
    private static final int TOGETHER = 5_000;
    private static final String SEALS = """
            select number, (extract(epoch from sealed_at) * 1000000)::bigint, first_entry, last_entry, encode(hash, 'hex')
            from audit_seal order by number
            """;
    private static final String ENTRIES = """
            select number, seal, id::text, (extract(epoch from at) * 1000000)::bigint, org, actor, action, target, detail
            from audit_entry order by number
            """;

    private final Connection connection;

    AuditTables(Connection connection) {
        this.connection = connection;
    }

    /** @param seen told each seal */
    Chain read(Consumer<Seal> seen) throws SQLException {
        Chain chain = new Chain(Seal.NONE);
        try (Statement ofSeals = statement();
                Statement ofEntries = statement();
                ResultSet seals = ofSeals.executeQuery(SEALS);
                ResultSet entries = ofEntries.executeQuery(ENTRIES)) {
            Entry next = next(entries);
            while (seals.next()) {
                Seal seal = seal(seals);
                seen.accept(seal);
                List<Entry> under = new ArrayList<>();
                while (next != null && next.number() <= seal.lastEntry()) {
                    under.add(next);
                    next = next(entries);
                }
                chain.take(seal, under);
            }
            while (next != null) {
                chain.unsealed(next);
                next = next(entries);
            }
        }
        return chain;
    }

    long waiting() throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("select count(*) from audit_new")) {
            row.next();
            return row.getLong(1);
        }
    }

    private Statement statement() throws SQLException {
        Statement statement = connection.createStatement();
        statement.setFetchSize(TOGETHER);
        return statement;
    }

    private static Seal seal(ResultSet row) throws SQLException {
        return new Seal(row.getLong(1), row.getLong(2), row.getLong(3), row.getLong(4), row.getString(5));
    }

    private static @Nullable Entry next(ResultSet row) throws SQLException {
        return row.next()
                ? new Entry(
                        row.getLong(1),
                        row.getLong(2),
                        row.getString(3),
                        row.getLong(4),
                        row.getString(5),
                        row.getString(6),
                        row.getString(7),
                        row.getString(8),
                        row.getString(9))
                : null;
    }
}
