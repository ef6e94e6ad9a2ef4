package io.asyncrpc.fleet.chaos.fault;

import java.util.Locale;

/** Links of one kind, which have their weather together. */
public enum Road {
    /** From the four services to the broker. */
    AMQP("all services and RabbitMQ"),
    /** From the core to its database. */
    POSTGRES("task-core and PostgreSQL"),
    /** From the devices to the broker. */
    MQTT("devices and RabbitMQ"),
    /** From service to service, and to the broker's management. */
    HTTP("gateway, core and bridge");

    private final String between;

    Road(String between) {
        this.between = between;
    }

    String between() {
        return between;
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
