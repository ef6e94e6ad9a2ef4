package io.asyncrpc.fleet.chaos.host;

/** The six parts of the system that are processes, by the names the launcher gives them. */
public enum Part {
    POSTGRES("postgres"),
    RABBITMQ("rabbitmq"),
    TASK_CORE("task-core"),
    DEVICE_BRIDGE("device-bridge"),
    SCHEDULER("scheduler"),
    API_GATEWAY("api-gateway");

    private final String name;

    Part(String name) {
        this.name = name;
    }

    @Override
    public String toString() {
        return name;
    }
}
