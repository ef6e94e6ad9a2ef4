package io.asyncrpc.fleet.demo;

import java.util.ArrayList;
import java.util.List;

/** The table at the end. */
final class Summary {

    private static final String ROW = "  %-12s %-11s %-12s %-20s %s";

    private Summary() {}

    static List<String> lines(List<Scene> scenes) {
        List<String> lines = new ArrayList<>();
        lines.add("");
        lines.add(ROW.formatted("device", "speaks", "method", "ended", "as promised"));
        scenes.forEach(scene -> lines.add(row(scene)));
        lines.add("");
        return lines;
    }

    private static String row(Scene scene) {
        Role role = scene.role();
        String verdict = scene.endedAsPromised() ? "yes" : "NO, promised was " + role.expected();
        return ROW.formatted(role.deviceId(), role.speaks().title, role.method(), scene.ending(), verdict);
    }
}
