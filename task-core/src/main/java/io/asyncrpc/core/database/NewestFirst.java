package io.asyncrpc.core.database;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A page of one organisation's rows, newest first by id. A plan that is kept knows neither how few rows are asked for nor how
 * small the organisation is. With {@code org = $1 order by id} it may go along the primary key, past everybody's rows. So what
 * the index begins with and the id are compared as one row, and that is also the order: along that index is then the only way.
 */
public final class NewestFirst {
    private static final UUID LOWEST = new UUID(0, 0);
    private static final UUID HIGHEST = new UUID(-1, -1);

    private final List<Condition> conditions = new ArrayList<>();
    private final String org;
    private String column = "org";
    private String value;
    private UUID from = LOWEST;
    private UUID until = HIGHEST;
    private boolean isBounded;

    private record Condition(String text, Object value) {}

    /**
     * @param sql what follows {@code where}: conditions, order and limit, with {@code $1} and so on
     * @param order the same order again, for what is joined with the page
     * @param parameters what stands for {@code $1} and so on
     */
    public record Page(String sql, String order, List<Object> parameters) {}

    public NewestFirst(String org) {
        this.org = org;
        this.value = org;
    }

    /**
     * Only rows that have this value, by the index over organisation, this column and id. Of several such columns it goes by
     * the first.
     *
     * @param wanted {@code null} for any
     */
    public NewestFirst along(String indexed, @Nullable String wanted) {
        if (wanted == null || !column.equals("org")) {
            return only(indexed + " = $%d", wanted);
        }
        only("org = $%d", org);
        column = indexed;
        value = wanted;
        return this;
    }

    /**
     * Only rows of which this holds.
     *
     * @param condition with {@code %d} for the number of the parameter
     * @param wanted {@code null} for any
     */
    public NewestFirst only(String condition, @Nullable Object wanted) {
        if (wanted != null) {
            conditions.add(new Condition(condition, wanted));
        }
        return this;
    }

    /** @param lowest id, inclusive; {@code null} for no bound */
    public NewestFirst from(@Nullable UUID lowest) {
        if (lowest != null) {
            from = compare(lowest, from) > 0 ? lowest : from;
            isBounded = true;
        }
        return this;
    }

    /** @param end an id, exclusive; {@code null} for no bound */
    public NewestFirst until(@Nullable UUID end) {
        if (end != null) {
            until = compare(end, until) < 0 ? end : until;
            isBounded = true;
        }
        return this;
    }

    /** As the database does: the bits of an id are a number without a sign. */
    private static int compare(UUID one, UUID other) {
        int high = Long.compareUnsigned(one.getMostSignificantBits(), other.getMostSignificantBits());
        return high != 0 ? high : Long.compareUnsigned(one.getLeastSignificantBits(), other.getLeastSignificantBits());
    }

    public Page page(int limit) {
        List<Object> parameters = new ArrayList<>(List.of(value, from, until));
        StringBuilder sql = new StringBuilder(
                "(%1$s, id) >= ($1, $2) and (%1$s, id) < ($1, $3) and %1$s is not null".formatted(column));
        if (isBounded) {
            sql.append(" and id >= $2 and id < $3"); // says nothing new, but leaves out partitions
        }
        for (Condition condition : conditions) {
            parameters.add(condition.value());
            sql.append(" and ").append(condition.text().formatted(parameters.size()));
        }
        parameters.add(limit);
        String order = column + " desc, id desc";
        sql.append(" order by ").append(order).append(" limit $").append(parameters.size());
        return new Page(sql.toString(), order, parameters);
    }
}
