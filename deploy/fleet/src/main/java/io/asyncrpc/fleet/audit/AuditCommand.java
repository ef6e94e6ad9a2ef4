package io.asyncrpc.fleet.audit;

import io.asyncrpc.fleet.check.DatabaseSettings;
import java.io.PrintStream;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** {@code fleet audit verify [--seen NUMBER:HASH]}: is the log what it was? */
public final class AuditCommand {
    public static final String USAGE = "audit verify [--seen NUMBER:HASH]";

    private static final int HOLDS = 0;
    private static final int BROKEN = 1;
    private static final String SEEN = "[0-9]{1,18}:[0-9a-f]{64}";

    private AuditCommand() {}

    /** @throws IllegalArgumentException if it is not used like that */
    public static int run(List<String> arguments, Map<String, String> environment, PrintStream out) {
        boolean isSeen = arguments.size() == 3
                && arguments.get(1).equals("--seen")
                && arguments.get(2).matches(SEEN);
        if (arguments.isEmpty() || !arguments.getFirst().equals("verify") || arguments.size() > 1 && !isSeen) {
            throw new IllegalArgumentException("usage: " + USAGE);
        }
        try (Connection connection = DatabaseSettings.from(environment).open()) {
            return verify(new AuditTables(connection), isSeen ? arguments.get(2) : "", out);
        } catch (SQLException e) {
            throw new IllegalStateException("the audit log cannot be read: " + e.getMessage(), e);
        }
    }

    private static int verify(AuditTables tables, String seen, PrintStream out) throws SQLException {
        Map<String, String> wanted = new HashMap<>();
        Chain chain = tables.read(seal -> {
            if (seen.startsWith(seal.number() + ":")) {
                wanted.put("found", seal.number() + ":" + seal.hash());
            }
        });
        List<String> faults = new ArrayList<>(chain.faults());
        if (!seen.isEmpty() && !seen.equals(wanted.get("found"))) {
            faults.add("seal " + seen + " was seen before, and is not there");
        }
        faults.forEach(fault -> out.println("BROKEN: " + fault));
        Seal last = chain.last();
        out.printf(
                "%d entries under %d seals, %d wait for the next%n", last.lastEntry(), last.number(), tables.waiting());
        out.printf("last seal: %d:%s%n", last.number(), last.hash());
        out.println(faults.isEmpty() ? "The audit log holds." : "The audit log is not what it was.");
        return faults.isEmpty() ? HOLDS : BROKEN;
    }
}
