package io.asyncrpc.fleet.bench;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a load cost, by process.
 *
 * @param cpuSecondsPer1000 for a thousand round trips
 * @param cores that were busy
 * @param rssMb the most that was seen
 */
public record Cost(Map<String, Double> cpuSecondsPer1000, Map<String, Double> cores, Map<String, Double> rssMb) {

    /** @param ended so many round trips */
    public static Cost of(Samples samples, long ended) {
        Map<String, Double> perThousand = new LinkedHashMap<>();
        Map<String, Double> cores = new LinkedHashMap<>();
        samples.cpuSeconds().forEach((name, cpu) -> {
            perThousand.put(name, ended == 0 ? 0 : cpu * 1_000 / ended);
            cores.put(name, cpu / samples.seconds());
        });
        return new Cost(perThousand, cores, samples.mostMemory());
    }
}
