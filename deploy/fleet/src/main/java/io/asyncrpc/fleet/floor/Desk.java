package io.asyncrpc.fleet.floor;

import io.asyncrpc.fleet.floor.Batch.TaskState;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;

/** Folds what devices say into batches, and gives each device a new task when its last one is answered. For one thread. */
final class Desk {

    private final Set<UUID> open = new HashSet<>();
    private final Set<String> devices;
    private final Supplier<UUID> ids;

    Desk(Set<String> devices, Supplier<UUID> ids) {
        this.devices = devices;
        this.ids = ids;
    }

    /** A task for each. */
    Batch first(long seconds) {
        Batch batch = Batch.upTo(0);
        devices.forEach(device -> give(device, batch, seconds));
        return batch;
    }

    /**
     * @param giving whether there are new tasks
     * @throws FloorException if a device speaks that is none of those here
     */
    Batch fold(List<Said> words, boolean giving, long seconds) {
        Batch batch = Batch.upTo(words.getLast().tag());
        for (Said said : words) {
            if (!devices.contains(said.device())) {
                throw new FloorException("device " + said.device() + " is connected as well; what it says is not lost,"
                        + " but the floor is for an installation of which nobody wants anything else");
            }
            UUID task = said.task();
            if (task != null) {
                take(said, task, giving, batch, seconds);
            } else if (said.word().equals("req")) {
                batch.answers().add(Answer.nothing(said.device()));
            }
        }
        return batch;
    }

    private void take(Said said, UUID task, boolean giving, Batch batch, long seconds) {
        if (said.word().equals("res")) {
            batch.answers().add(Answer.cmt(said.device(), task, said.ext()));
        }
        if (!open.contains(task)) {
            return;
        }
        switch (said.word()) {
            case "ack" -> batch.moves().putIfAbsent(task, TaskState.PENDING);
            case "req" -> {
                batch.moves().put(task, TaskState.LOCKED);
                batch.answers().add(Answer.rsp(said.device(), task, seconds));
            }
            case "res" -> {
                open.remove(task);
                batch.moves().put(task, TaskState.DONE);
                batch.results().put(task, said.body());
                if (giving) {
                    give(said.device(), batch, seconds);
                }
            }
            default -> {}
        }
    }

    private void give(String device, Batch batch, long seconds) {
        UUID task = ids.get();
        open.add(task);
        batch.made().put(task, device);
        batch.answers().add(Answer.tsk(device, task, seconds));
    }
}
