package io.asyncrpc.fleet.check;

import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Something untrue in the record or in the database of {@link HonestRun}. {@code TASK} stands for the task it is about.
 *
 * @param about what a violation has to name
 * @param lines a regular expression for what is found once in the record, and what stands there instead; or empty
 * @param sql or empty
 */
record Lie(Rule broken, String what, Function<HonestRun, String> about, String lines, String instead, String sql) {

    String toldIn(String record, HonestRun run) {
        if (lines.isEmpty()) {
            return record;
        }
        Matcher place = Pattern.compile(lines.replace("TASK", about.apply(run))).matcher(record);
        if (!place.find()) {
            throw new IllegalStateException("nothing to lie about: " + lines);
        }
        return record.substring(0, place.start())
                + place.group().replaceAll(place.pattern().pattern(), instead.replace("TASK", about.apply(run)))
                + record.substring(place.end());
    }

    String sql(HonestRun run) {
        return sql.replace("TASK", about.apply(run));
    }

    @Override
    public String toString() {
        return broken.number() + ": " + what;
    }

    static Lie stored(Rule broken, String what, Function<HonestRun, String> about, String sql) {
        return new Lie(broken, what, about, "", "", sql);
    }

    static Lie told(Rule broken, String what, Function<HonestRun, String> about, String lines, String instead) {
        return new Lie(broken, what, about, lines, instead, "");
    }
}
