package io.asyncrpc.fleet.load;

import java.util.List;

/** Clients that ask for the state of finished tasks, one task after the other. */
final class Reads {

    private final Traffic traffic;
    private final List<String> tasks;
    private int next;

    Reads(Traffic traffic, List<String> tasks) {
        this.traffic = traffic;
        this.tasks = List.copyOf(tasks);
    }

    void begin(long intended) {
        next = (next + 1) % tasks.size();
        traffic.readFinished(tasks.get(next), new Client.Answer() {
            @Override
            public void answered(int status, TaskSeen task) {
                if (status == 200) {
                    traffic.finished(intended, task);
                } else {
                    traffic.failed(intended, "read " + status);
                }
            }

            @Override
            public void lost(String why) {
                traffic.failed(intended, "read " + why);
            }
        });
    }
}
