package io.asyncrpc.fleet.chaos.fault;

import io.asyncrpc.fleet.chaos.host.HostException;
import io.asyncrpc.fleet.chaos.host.Part;
import io.asyncrpc.fleet.chaos.link.Weather;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/** All faults there are. Lengths and directions are drawn from a seed: the same seed makes the same faults. */
public final class Catalogue {

    private static final List<Part> SERVICES =
            List.of(Part.TASK_CORE, Part.DEVICE_BRIDGE, Part.SCHEDULER, Part.API_GATEWAY);

    private final Supplier<World> place;
    private final boolean withClocks;
    private final RandomGenerator chance;

    /**
     * @param world asked for when a fault begins
     * @param withClocks whether clocks can be set
     */
    public Catalogue(Supplier<World> world, boolean withClocks, long seed) {
        this.place = world;
        this.withClocks = withClocks;
        this.chance = new Random(seed);
    }

    /** Each once, kinds together. */
    public List<Fault> all() {
        List<Fault> faults = new ArrayList<>();
        for (Part part : Part.values()) {
            faults.add(kill(part));
            faults.add(stop(part));
        }
        faults.add(restart(Part.RABBITMQ));
        faults.add(restart(Part.POSTGRES));
        faults.add(memoryAlarm());
        for (Road road : Road.values()) {
            faults.add(delay(road));
            faults.add(loss(road));
            faults.add(cut(road));
            faults.add(reset(road));
        }
        faults.add(slow(Part.TASK_CORE));
        faults.add(slow(Part.DEVICE_BRIDGE));
        faults.add(narrow());
        if (withClocks) {
            SERVICES.forEach(part -> faults.add(clock(part)));
        }
        faults.add(poison());
        return faults;
    }

    private Fault kill(Part part) {
        return new Fault(
                "kill-" + part,
                "kill -9 " + part + "; the init system starts it again",
                Duration.ZERO,
                () -> {
                    world().machine().kill(part);
                    Patience.until(part + " is gone", () -> !world().machine().isRunning(part));
                },
                () -> Patience.until(
                        part + " was started again", () -> world().machine().isRunning(part)));
    }

    private Fault stop(Part part) {
        Duration still = seconds(3, 8);
        return new Fault(
                "stop-" + part,
                part + " stands still for " + still.toSeconds() + " s (SIGSTOP, SIGCONT)",
                still,
                () -> world().machine().stop(part),
                () -> world().machine().goOn(part));
    }

    private Fault restart(Part part) {
        return new Fault(
                "restart-" + part,
                part + " is stopped in order and started again",
                Duration.ZERO,
                () -> world().init().leave(part, () -> world().launcher().restart(List.of(part))),
                () -> {});
    }

    private Fault memoryAlarm() {
        Duration length = seconds(4, 8);
        return new Fault(
                "alarm-rabbitmq",
                "memory alarm for " + length.toSeconds() + " s: RabbitMQ takes nothing from anybody",
                length,
                () -> {
                    world().launcher().rabbitmqctl("set_vm_memory_high_watermark", "absolute", "1MB");
                    Patience.until("the alarm is on", () -> world().broker().isInAlarm());
                },
                () -> {
                    world().launcher().rabbitmqctl("set_vm_memory_high_watermark", "0.3");
                    Patience.until("the alarm is off", () -> !world().broker().isInAlarm());
                });
    }

    private Fault delay(Road road) {
        Duration delay = Duration.ofMillis(chance.nextInt(30, 101));
        return weather(
                "delay-" + road,
                "%d ms more each way between %s".formatted(delay.toMillis(), road.between()),
                road,
                Weather.delayed(delay));
    }

    private Fault loss(Road road) {
        return weather(
                "loss-" + road,
                "2 %% of the packets lost between %s, sent again after 0.2 to 1 s".formatted(road.between()),
                road,
                Weather.lossy(0.02, Duration.ofSeconds(1)));
    }

    private Fault cut(Road road) {
        return weather("cut-" + road, "nothing passes between " + road.between(), road, Weather.STANDSTILL);
    }

    private Fault narrow() {
        return weather(
                "narrow-amqp", "slow consumers: 50 kB/s a connection to RabbitMQ", Road.AMQP, Weather.narrow(50_000));
    }

    private Fault weather(String name, String what, Road road, Weather weather) {
        Duration length = seconds(4, 9);
        return new Fault(
                name,
                what + ", for " + length.toSeconds() + " s",
                length,
                () -> world().links().weather(road, weather),
                () -> world().links().weather(road, Weather.CLEAR));
    }

    private Fault reset(Road road) {
        return new Fault(
                "reset-" + road,
                "every connection between " + road.between() + " is reset, and again after 2 s",
                Duration.ofSeconds(2),
                () -> world().links().reset(road),
                () -> world().links().reset(road));
    }

    private Fault slow(Part part) {
        Slowness slowness = new Slowness(() -> world().machine(), part);
        Duration length = seconds(4, 8);
        return new Fault(
                "slow-" + part,
                "slow consumer: " + part + " runs a quarter of the time, for " + length.toSeconds() + " s",
                length,
                slowness::begin,
                slowness::end);
    }

    private Fault clock(Part part) {
        Duration ahead = seconds(20, 600).multipliedBy(chance.nextBoolean() ? 1 : -1);
        return new Fault(
                "clock-" + part,
                "the clock of %s steps by %+d s, and back".formatted(part, ahead.toSeconds()),
                Clocks.BELIEVED.plus(seconds(4, 8)),
                () -> {
                    if (!world().machine().hasLoaded(part, Clocks.LIBRARY)) {
                        throw new HostException(part + " does not follow its clock");
                    }
                    world().clocks().set(part, ahead);
                },
                () -> world().clocks().set(part, Duration.ZERO));
    }

    private Fault poison() {
        return new Fault(
                "poison",
                "messages nobody can read in bridge.uplink, core.reports, bridge.dispatch and core.ticks",
                Duration.ZERO,
                () -> world().poison().serve(),
                () -> Patience.until(
                        "all poison was put away with a reason",
                        () -> world().poison().eaten().all()));
    }

    private World world() {
        return place.get();
    }

    private Duration seconds(int least, int most) {
        return Duration.ofSeconds(chance.nextInt(least, most + 1));
    }
}
