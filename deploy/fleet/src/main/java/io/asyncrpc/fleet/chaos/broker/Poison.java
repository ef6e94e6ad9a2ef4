package io.asyncrpc.fleet.chaos.broker;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * Messages that nobody can read, put into the queues of the house by hand. They must be put away with a reason, one by
 * one, and nothing else with them.
 */
public final class Poison {

    private static final String HOUSE = "house";
    private static final String DEVICES = "devices";
    private static final List<Dish> DISHES = List.of(
            new Dish(HOUSE, "amq.default", "core.reports", "core.reports.dead"),
            new Dish(HOUSE, "amq.default", "bridge.dispatch", "bridge.dispatch.dead"),
            new Dish(DEVICES, "amq.topic", "dev.no device has this name.res", "bridge.uplink.dead"));

    /** Where poison is put, and where it has to end. */
    private record Dish(String vhost, String exchange, String routingKey, String dead) {}

    private final BrokerClient broker;
    private final String mark = "poison-" + UUID.randomUUID();
    private final List<DeadMessage> foundBefore;
    private int served;

    public Poison(BrokerClient broker) {
        this.broker = broker;
        this.foundBefore = allDead();
    }

    /** Serves every dish in every form; ticks, which have no dead queue, are forgotten by the next good one. */
    public void serve() {
        for (byte[] form : forms()) {
            for (Dish dish : DISHES) {
                broker.publish(dish.vhost(), dish.exchange(), dish.routingKey(), form);
                served++;
            }
            broker.publish(HOUSE, "amq.default", "core.ticks", form);
        }
    }

    /** How many were put away with a reason, of how many. */
    public Eaten eaten() {
        List<DeadMessage> dead = allDead();
        long ours = dead.stream()
                .filter(message ->
                        message.body().contains(mark) && !message.reason().isBlank())
                .count();
        return new Eaten(Math.toIntExact(ours), served);
    }

    /** What was put away besides the poison since this began: there must be none. */
    public List<DeadMessage> others() {
        List<DeadMessage> others = new ArrayList<>(allDead());
        others.removeIf(message -> message.body().contains(mark));
        foundBefore.forEach(others::remove);
        return others;
    }

    public record Eaten(int dead, int served) {

        public boolean all() {
            return dead == served;
        }
    }

    private List<byte[]> forms() {
        return List.of(
                mark.getBytes(UTF_8),
                ("{\"v\":1,\"items\":[{\"kind\":\"" + mark + "\"}]}").getBytes(UTF_8),
                ("{\"v\":99,\"mark\":\"" + mark + "\"}").getBytes(UTF_8),
                ("{\"v\":1,\"items\":\"" + mark + "\"}").getBytes(UTF_8),
                ("\u0000\uFFFF" + mark + "{".repeat(5_000)).getBytes(UTF_8));
    }

    private List<DeadMessage> allDead() {
        List<DeadMessage> all = new ArrayList<>();
        DISHES.forEach(dish -> all.addAll(broker.look(dish.vhost(), dish.dead())));
        return all;
    }
}
