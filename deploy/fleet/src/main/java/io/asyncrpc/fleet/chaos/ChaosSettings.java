package io.asyncrpc.fleet.chaos;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What was asked for.
 *
 * @param length how long faults are begun, round after round, but one round at least
 * @param faults by name, all if empty
 * @param limit of a recovery: as long as that is too long
 * @param report a page into which the table is written as well
 */
public record ChaosSettings(
        Duration length,
        long seed,
        List<String> faults,
        int devices,
        double rate,
        Duration limit,
        Optional<Path> report) {

    private static final String USAGE = "usage: ./iot chaos [--seconds N] [--seed S] [--faults A,B,...] [--devices N]"
            + " [--rate R] [--limit SECONDS] [--report FILE]";
    private static final Duration LIMIT = Duration.ofSeconds(15);

    public ChaosSettings {
        faults = List.copyOf(faults);
    }

    /** @throws IllegalArgumentException saying what is wrong */
    public static ChaosSettings parse(List<String> arguments) {
        ChaosSettings settings =
                new ChaosSettings(Duration.ofMinutes(10), 1, List.of(), 100, 50, LIMIT, Optional.empty());
        if (arguments.size() % 2 != 0) {
            throw new IllegalArgumentException(USAGE);
        }
        for (int i = 0; i < arguments.size(); i += 2) {
            settings = settings.with(arguments.get(i), arguments.get(i + 1));
        }
        boolean once = !settings.faults().isEmpty() && !arguments.contains("--seconds");
        return once ? settings.lasting(Duration.ZERO) : settings;
    }

    /** Whether services have to run with clocks that can be set. */
    boolean setsClocks() {
        return faults.isEmpty() || faults.stream().anyMatch(name -> name.startsWith("clock-"));
    }

    private ChaosSettings lasting(Duration time) {
        return new ChaosSettings(time, seed, faults, devices, rate, limit, report);
    }

    private ChaosSettings with(String name, String value) {
        return switch (name) {
            case "--seconds" -> lasting(Duration.ofSeconds(positive(name, value)));
            case "--seed" -> new ChaosSettings(length, number(name, value), faults, devices, rate, limit, report);
            case "--faults" -> new ChaosSettings(length, seed, List.of(value.split(",")), devices, rate, limit, report);
            case "--devices" -> {
                int many = Math.toIntExact(positive(name, value));
                yield new ChaosSettings(length, seed, faults, many, rate, limit, report);
            }
            case "--rate" -> new ChaosSettings(length, seed, faults, devices, positive(name, value), limit, report);
            case "--limit" -> {
                Duration longest = Duration.ofSeconds(positive(name, value));
                yield new ChaosSettings(length, seed, faults, devices, rate, longest, report);
            }
            case "--report" ->
                new ChaosSettings(length, seed, faults, devices, rate, limit, Optional.of(Path.of(value)));
            default -> throw new IllegalArgumentException(USAGE);
        };
    }

    /** The command that does the same again. */
    public String command() {
        String seconds = length.isZero() ? "" : " --seconds " + length.toSeconds();
        String chosen = faults.isEmpty() ? "" : " --faults " + String.join(",", faults);
        String patience = limit.equals(LIMIT) ? "" : " --limit " + limit.toSeconds();
        return "./iot chaos%s --seed %d --devices %d --rate %d%s%s"
                .formatted(seconds, seed, devices, Math.round(rate), patience, chosen);
    }

    private static long positive(String name, String value) {
        long number = number(name, value);
        if (number < 1 || number > 1_000_000) {
            throw new IllegalArgumentException(name + " " + value + ": 1 to 1000000");
        }
        return number;
    }

    private static long number(String name, String value) {
        try {
            return Long.parseLong(value);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(name + " " + value + " is not a number", e);
        }
    }
}
