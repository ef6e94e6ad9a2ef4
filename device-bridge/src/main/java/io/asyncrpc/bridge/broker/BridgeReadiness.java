package io.asyncrpc.bridge.broker;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Ready when words pass both ways: the broker delivers to us, takes from us, and nothing has been in hand for long. */
@Readiness
@ApplicationScoped
class BridgeReadiness implements HealthCheck {
    private final Consumers consumers;
    private final HousePublisher house;
    private final DevicePublisher devices;
    private final Duration unsaidLimit;

    BridgeReadiness(Consumers consumers, HousePublisher house, DevicePublisher devices, BrokerConfig config) {
        this.consumers = consumers;
        this.house = house;
        this.devices = devices;
        this.unsaidLimit = config.unsaidLimit();
    }

    @Override
    public HealthCheckResponse call() {
        List<String> closed = consumers.closed();
        Duration oldest = consumers.oldestUnsaid();
        boolean takes = house.isReachable() && devices.isReachable();
        return HealthCheckResponse.named("words pass both ways")
                .status(closed.isEmpty() && takes && oldest.compareTo(unsaidLimit) < 0)
                .withData("broker takes", takes)
                .withData("broker does not deliver", String.join(" ", closed))
                .withData("oldest unsaid word ms", oldest.toMillis())
                .build();
    }
}
