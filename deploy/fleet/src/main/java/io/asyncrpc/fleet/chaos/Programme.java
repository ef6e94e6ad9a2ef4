package io.asyncrpc.fleet.chaos;

import io.asyncrpc.fleet.chaos.fault.Fault;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;

/** The order of the faults: each of the chosen ones once in every round, shuffled by the seed. Without end. */
final class Programme implements Iterator<Fault> {

    private final Supplier<List<Fault>> round;
    private final List<String> chosen;
    private final Random chance;
    private final int size;
    private final List<Fault> next = new ArrayList<>();

    /**
     * @param round all faults there are, drawn anew
     * @param chosen names; all if empty
     * @throws IllegalArgumentException for a name that there is not
     */
    Programme(Supplier<List<Fault>> round, List<String> chosen, long seed) {
        this.round = round;
        this.chosen = chosen;
        this.chance = new Random(seed);
        refill();
        this.size = next.size();
    }

    /** How many faults a round has. */
    int round() {
        return size;
    }

    @Override
    public boolean hasNext() {
        return true;
    }

    @Override
    public Fault next() {
        if (next.isEmpty()) {
            refill();
        }
        return next.removeFirst();
    }

    private void refill() {
        List<Fault> all = round.get();
        List<String> names = all.stream().map(Fault::name).toList();
        chosen.stream().filter(name -> !names.contains(name)).findFirst().ifPresent(name -> {
            throw new IllegalArgumentException(
                    "there is no fault '%s'; there are: %s".formatted(name, String.join(" ", names)));
        });
        all.stream()
                .filter(fault -> chosen.isEmpty() || chosen.contains(fault.name()))
                .forEach(next::add);
        Collections.shuffle(next, chance);
    }
}
