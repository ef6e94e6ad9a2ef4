package io.asyncrpc.fleet.chaos.fault;

import io.asyncrpc.fleet.chaos.host.Part;
import io.asyncrpc.fleet.chaos.link.Link;
import io.asyncrpc.fleet.chaos.link.Weather;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.nio.NioEventLoopGroup;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Every connection between two parts, each through a {@link Link}; the services are told to use them by variables. */
public final class Links implements AutoCloseable {

    private final EventLoopGroup group = new NioEventLoopGroup(1);
    private final Map<Road, List<Link>> links = new EnumMap<>(Road.class);
    private final Map<Part, List<String>> variables = new EnumMap<>(Part.class);
    private final long seed;
    private final int mqttPort;

    /** @param at where the parts listen */
    public Links(Addresses at, long seed) {
        this.seed = seed;
        for (Part part : List.of(Part.TASK_CORE, Part.DEVICE_BRIDGE, Part.SCHEDULER, Part.API_GATEWAY)) {
            tell(part, "RABBITMQ_PORT=" + open(Road.AMQP, part + " to rabbitmq", at.amqp()));
        }
        tell(Part.TASK_CORE, "POSTGRES_PORT=" + open(Road.POSTGRES, "task-core to postgres", at.postgres()));
        tell(Part.TASK_CORE, "BRIDGE_URL=" + url(open(Road.HTTP, "task-core to device-bridge", at.bridge())));
        tell(Part.API_GATEWAY, "CORE_URL=" + url(open(Road.HTTP, "api-gateway to task-core", at.core())));
        tell(
                Part.API_GATEWAY,
                "CORE_MANAGEMENT_URL=" + url(open(Road.HTTP, "api-gateway to core's health", at.health())));
        tell(
                Part.DEVICE_BRIDGE,
                "RABBITMQ_MANAGEMENT_URL=" + url(open(Road.HTTP, "device-bridge to rabbitmq", at.management())));
        mqttPort = open(Road.MQTT, "devices to rabbitmq", at.mqtt());
    }

    /** Variables that lead a service's connections through the links. */
    public List<String> environment(Part part) {
        return variables.getOrDefault(part, List.of());
    }

    /** Where devices connect. */
    public int mqttPort() {
        return mqttPort;
    }

    public void weather(Road road, Weather weather) {
        of(road).forEach(link -> link.weather(weather));
    }

    public void reset(Road road) {
        of(road).forEach(Link::reset);
    }

    /** Connections that are open now. */
    public int connections(Road road) {
        return of(road).stream().mapToInt(Link::connections).sum();
    }

    @Override
    public void close() {
        links.values().forEach(all -> all.forEach(Link::close));
        group.shutdownGracefully(0, 1, TimeUnit.SECONDS);
    }

    private List<Link> of(Road road) {
        return links.getOrDefault(road, List.of());
    }

    private int open(Road road, String name, InetSocketAddress target) {
        Link link = Link.open(name, 0, target, group, seed + name.hashCode());
        links.computeIfAbsent(road, first -> new ArrayList<>()).add(link);
        return link.port();
    }

    private void tell(Part part, String variable) {
        variables.computeIfAbsent(part, first -> new ArrayList<>()).add(variable);
    }

    private static String url(int port) {
        return "http://127.0.0.1:" + port;
    }
}
