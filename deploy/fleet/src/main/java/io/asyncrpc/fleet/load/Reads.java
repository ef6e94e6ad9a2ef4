package io.asyncrpc.fleet.load;

import java.util.List;

/** Clients that ask for the state of tasks, one task after the other. */
final class Reads {

    private final Load load;
    private final List<String> tasks;
    private int next;

    Reads(Load load, List<String> tasks) {
        this.load = load;
        this.tasks = List.copyOf(tasks);
    }

    void begin(long intended) {
        next = (next + 1) % tasks.size();
        load.client().read(tasks.get(next), 0, new Client.Answer() {
            @Override
            public void answered(int status, TaskSeen task) {
                if (status == 200) {
                    load.finished(intended, task);
                } else {
                    load.failed(intended, "read " + status);
                }
            }

            @Override
            public void lost(String why) {
                load.failed(intended, "read " + why);
            }
        });
    }
}
