package io.asyncrpc.fleet.chaos;

import io.asyncrpc.fleet.chaos.broker.BrokerClient;
import io.asyncrpc.fleet.chaos.broker.DeadMessage;
import io.asyncrpc.fleet.chaos.broker.Poison;
import io.asyncrpc.fleet.chaos.fault.Addresses;
import io.asyncrpc.fleet.chaos.fault.Clocks;
import io.asyncrpc.fleet.chaos.fault.Links;
import io.asyncrpc.fleet.chaos.fault.World;
import io.asyncrpc.fleet.chaos.host.Init;
import io.asyncrpc.fleet.chaos.host.Launcher;
import io.asyncrpc.fleet.chaos.host.Machine;
import io.asyncrpc.fleet.chaos.host.Part;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The installation on this machine, made ready for faults, and as it was afterwards (the launcher restarts it then). */
final class House implements AutoCloseable {

    private static final List<Part> SERVICES =
            List.of(Part.TASK_CORE, Part.DEVICE_BRIDGE, Part.SCHEDULER, Part.API_GATEWAY);

    private final World world;

    private House(World world) {
        this.world = world;
    }

    /** Restarts the services, so that they lead their connections through links and follow clocks of ours. */
    static House enter(Map<String, String> environment, ChaosSettings settings, PrintStream out) throws IOException {
        Path state = Path.of(required(environment, "IOT_STATE"));
        Machine machine = new Machine(state);
        Launcher launcher = new Launcher(Path.of(required(environment, "IOT_LAUNCHER")), state);
        Links links = new Links(Addresses.from(environment), settings.seed());
        Clocks clocks = new Clocks(state.resolve("chaos"), settings.setsClocks() ? library(environment) : "");
        for (Part part : SERVICES) {
            List<String> variables = new ArrayList<>(links.environment(part));
            variables.addAll(clocks.environment(part));
            Files.write(state.resolve("chaos").resolve(part + ".env"), variables);
        }
        out.println("the services start again, so that they lead their connections through ports of this tool");
        launcher.restart(SERVICES);
        BrokerClient broker = new BrokerClient(
                URI.create(required(environment, "RABBITMQ_MANAGEMENT_URL")),
                "bridge",
                required(environment, "BRIDGE_RABBITMQ_PASSWORD"));
        Poison poison = new Poison(broker);
        Init init = new Init(machine::isRunning, part -> launcher.restart(List.of(part)), out::println);
        return new House(new World(machine, launcher, init, links, clocks, broker, poison));
    }

    /** The library that gives processes another time; empty if there is none. */
    static String library(Map<String, String> environment) {
        return environment.getOrDefault("LIBFAKETIME", "");
    }

    World world() {
        return world;
    }

    /** What was put away and was no poison. */
    List<DeadMessage> dead() {
        return world.poison().others();
    }

    /** Nothing stands still any more. The links stay open until the process ends: the services use them. */
    @Override
    public void close() throws InterruptedException {
        boolean interrupted = Thread.interrupted();
        world.init().close();
        for (Part part : Part.values()) {
            if (world.machine().isRunning(part)) {
                world.machine().goOn(part);
            }
        }
        world.broker().close();
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private static String required(Map<String, String> environment, String name) {
        return Optional.ofNullable(environment.get(name))
                .filter(value -> !value.isBlank())
                .orElseThrow(() ->
                        new IllegalArgumentException(name + " is not set; ./iot chaos sets everything that is needed"));
    }
}
