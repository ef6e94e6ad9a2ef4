package io.asyncrpc.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.function.Consumer;

/** What docs/operations.md promises of a fail-over: what is answered is on two of several databases, and on their disks. */
record PromiseRule() implements Rule {
    private static final List<String> MUST_NOT_BE_OFF = List.of("synchronous_commit", "fsync", "full_page_writes");

    @Override
    public void check(Manifests manifests, Consumer<String> objection) {
        manifests.of("Cluster").forEach(database -> {
            JsonNode synchronous = database.at("/spec/postgresql/synchronous");
            boolean several = database.at("/spec/instances").asInt() > 1;
            boolean kept = synchronous.path("number").asInt() > 0
                    && synchronous.path("dataDurability").asText("required").equals("required");
            if (several && !kept) {
                objection.accept(database + ": what is answered may be on one node alone");
            }
            MUST_NOT_BE_OFF.stream()
                    .filter(name -> !database.at("/spec/postgresql/parameters/" + name)
                            .asText("on")
                            .equals("on"))
                    .forEach(name -> objection.accept(database + ": " + name + " has to be on"));
        });
    }
}
