package io.asyncrpc.fleet.floor;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.asyncrpc.fleet.bench.Cost;
import io.asyncrpc.fleet.bench.Latency;
import io.asyncrpc.fleet.bench.Samples;
import io.asyncrpc.fleet.bench.Show;
import io.asyncrpc.fleet.bench.Throughput;
import io.asyncrpc.fleet.bench.Window;
import java.util.Optional;

/**
 * What came of a run.
 *
 * @param violations tasks that are not what they have to be; empty if nothing was kept
 */
record FloorFigures(Throughput throughput, Latency latency, Cost cost, Optional<Long> violations) {

    static FloorFigures of(Trips trips, Window window, Samples samples, Optional<Long> violations) {
        return new FloorFigures(
                trips.throughput(window), trips.latency(window), Cost.of(samples, trips.ended(window)), violations);
    }

    boolean good() {
        return throughput.begun() > 0 && throughput.answeredPercent() == 100 && violations.orElse(0L) == 0;
    }

    String table() {
        return Show.head(throughput)
                + Show.row("made to result kept, ms", latency)
                + Show.rows(cost)
                + violations.map("checker: %d violations%n"::formatted).orElse("");
    }

    String json() {
        ObjectNode json = Show.json("floor", throughput, latency, cost);
        json.put("database", violations.isPresent());
        violations.ifPresent(number -> json.putObject("checker").put("violations", number));
        return json.toString();
    }
}
