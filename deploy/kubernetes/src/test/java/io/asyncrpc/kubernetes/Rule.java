package io.asyncrpc.kubernetes;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Something that manifests have to keep to. */
interface Rule {
    void check(Manifests manifests, Consumer<String> objection);

    static List<String> objections(Manifests manifests, List<Rule> rules) {
        List<String> objections = new ArrayList<>();
        rules.forEach(rule -> rule.check(manifests, objections::add));
        return objections;
    }
}
