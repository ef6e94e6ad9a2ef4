package io.asyncrpc.acceptance;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The commands of a page and what the page says they print.
 *
 * @param commands a fenced block marked {@code sh}
 * @param output the fenced block marked {@code text} right after it, or empty
 */
record Quickstart(String commands, String output) {

    private static final Pattern FENCE = Pattern.compile("(?ms)^```(sh|text)\\n(.*?)^```$");

    static List<Quickstart> read(String markdown) {
        List<Quickstart> steps = new ArrayList<>();
        Matcher fences = FENCE.matcher(markdown);
        while (fences.find()) {
            if (fences.group(1).equals("sh")) {
                steps.add(new Quickstart(fences.group(2), ""));
            } else {
                Quickstart last = steps.removeLast();
                steps.add(new Quickstart(last.commands, fences.group(2)));
            }
        }
        return steps;
    }

    /** What differs from run to run: ids, times, seconds left. */
    static String withoutChance(String output) {
        return output.replaceAll("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", "ID")
                .replaceAll("\\d{4}-\\d\\d-\\d\\dT[0-9:.]+Z", "TIME")
                .replaceAll("\"lease\":\\d+", "\"lease\":SECONDS")
                .replaceAll("\\b\\d{10}\\b", "EPOCH")
                .strip();
    }
}
