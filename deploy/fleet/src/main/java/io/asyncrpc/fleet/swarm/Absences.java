package io.asyncrpc.fleet.swarm;

import java.util.SplittableRandom;

/** When a device goes away or loses its memory by itself, and when it comes back. */
final class Absences {

    private static final int LONGEST_PAUSE_MILLIS = 1_500;
    private static final int FIRST_PAUSE_MILLIS = 100;

    private final Device device;
    private final Swarm swarm;
    private final Habit habit;
    private final SplittableRandom random;
    private int connections;
    private int failures;

    Absences(Device device, Swarm swarm, Habit habit, SplittableRandom random) {
        this.device = device;
        this.swarm = swarm;
        this.habit = habit;
        this.random = random;
    }

    void connected() {
        failures = 0;
        int connection = ++connections;
        if (habit == Habit.AWAY) {
            device.after(3_000 + random.nextInt(7_000), () -> leave(connection));
        } else if (habit == Habit.REBOOTING) {
            device.after(5_000 + random.nextInt(10_000), () -> reboot(connection));
        }
    }

    /** Longer with each failure, so that a broker that comes back is not run over. */
    void lost() {
        int pause = Math.min(LONGEST_PAUSE_MILLIS, FIRST_PAUSE_MILLIS << Math.min(failures++, 4));
        device.after(pause + random.nextInt(pause), device::connect);
    }

    void crashed() {
        device.after(500 + random.nextInt(1_500), device::connect);
    }

    private void leave(int connection) {
        if (isTimeFor(connection)) {
            device.cut();
            device.after(1_000 + random.nextInt(7_000), device::connect);
        }
    }

    private void reboot(int connection) {
        if (isTimeFor(connection)) {
            device.crash();
        }
    }

    private boolean isTimeFor(int connection) {
        return device.isConnected() && connection == connections && !swarm.isCalm();
    }
}
