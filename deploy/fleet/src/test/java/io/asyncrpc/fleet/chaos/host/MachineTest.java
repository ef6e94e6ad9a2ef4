package io.asyncrpc.fleet.chaos.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MachineTest {

    private final Path state;
    private final Process parent;
    private final Machine machine;

    /** A shell with a child, like an engine with its workers. */
    MachineTest(@TempDir Path state) throws Exception {
        this.state = state;
        Files.createDirectories(state.resolve("pid"));
        parent = new ProcessBuilder("sh", "-c", "sleep 300 & wait").start();
        machine = new Machine(state);
        write(parent.pid(), field(parent.pid(), 21));
        eventually(() -> parent.descendants().count() == 1);
    }

    @AfterEach
    void end() {
        family().forEach(ProcessHandle::destroyForcibly);
    }

    @Test
    void findsTheProcessThatTheLauncherWroteDown() {
        assertThat(machine.process(Part.TASK_CORE))
                .hasValueSatisfying(found -> assertThat(found.pid()).isEqualTo(parent.pid()));
        assertThat(machine.isRunning(Part.SCHEDULER)).isFalse();
    }

    @Test
    void aRecycledPidIsNotTakenForThePart() throws Exception {
        // When
        write(parent.pid(), "1");

        // Then
        assertThat(machine.isRunning(Part.TASK_CORE)).isFalse();
        assertThatThrownBy(() -> machine.kill(Part.TASK_CORE))
                .isInstanceOf(HostException.class)
                .hasMessage("task-core is not running");
    }

    @Test
    void aKillEndsTheChildrenToo() throws Exception {
        // Given
        List<ProcessHandle> family = family();

        // When
        machine.kill(Part.TASK_CORE);

        // Then
        assertThat(parent.waitFor(5, TimeUnit.SECONDS)).isTrue();
        assertThat(parent.exitValue()).isEqualTo(128 + 9);
        eventually(() -> family.stream().noneMatch(ProcessHandle::isAlive));
        assertThat(machine.isRunning(Part.TASK_CORE)).isFalse();
    }

    @Test
    void whoIsStoppedStandsStillWithItsChildrenUntilItGoesOn() throws Exception {
        // When
        machine.stop(Part.TASK_CORE);

        // Then
        for (ProcessHandle one : family()) {
            eventually(() -> field(one.pid(), 2).equals("T"));
        }
        machine.goOn(Part.TASK_CORE);
        for (ProcessHandle one : family()) {
            eventually(() -> field(one.pid(), 2).equals("S"));
        }
    }

    private List<ProcessHandle> family() {
        return Stream.concat(Stream.of(parent.toHandle()), parent.descendants()).toList();
    }

    private void write(long pid, String birth) throws IOException {
        Files.writeString(state.resolve("pid/task-core"), pid + " " + birth + " boot\n");
    }

    /** @param number from 0, for a process whose name has no blank (proc(5)) */
    private static String field(long pid, int number) {
        try {
            return Files.readString(Path.of("/proc/" + pid + "/stat")).split(" ")[number];
        } catch (IOException e) {
            return "";
        }
    }

    private static void eventually(BooleanSupplier condition) throws InterruptedException {
        for (int i = 0; i < 250 && !condition.getAsBoolean(); i++) {
            Thread.sleep(20);
        }
        assertThat(condition.getAsBoolean()).isTrue();
    }
}
