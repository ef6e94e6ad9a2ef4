package io.asyncrpc.fleet.chaos.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class InitTest {

    private final Set<Part> running = ConcurrentHashMap.newKeySet();
    private final BlockingQueue<Part> started = new LinkedBlockingQueue<>();
    private final BlockingQueue<String> troubles = new LinkedBlockingQueue<>();
    private final AtomicBoolean broken = new AtomicBoolean();
    private final Init init;

    InitTest() {
        running.addAll(List.of(Part.values()));
        init = new Init(running::contains, this::start, troubles::add);
    }

    @AfterEach
    void end() throws InterruptedException {
        init.close();
    }

    @Test
    void startsWhatDied() throws Exception {
        // When
        running.remove(Part.RABBITMQ);

        // Then
        assertThat(started.poll(5, TimeUnit.SECONDS)).isEqualTo(Part.RABBITMQ);
        assertThat(started.poll(500, TimeUnit.MILLISECONDS)).isNull();
    }

    @Test
    void leavesAloneWhatSomebodyRestartsInOrder() throws Exception {
        // When
        init.leave(Part.POSTGRES, () -> {
            running.remove(Part.POSTGRES);
            pause();
            running.add(Part.POSTGRES);
        });

        // Then
        assertThat(started.poll(500, TimeUnit.MILLISECONDS)).isNull();
    }

    @Test
    void triesAgainWhatCouldNotBeStarted() throws Exception {
        // Given
        broken.set(true);
        running.remove(Part.TASK_CORE);
        assertThat(troubles.poll(5, TimeUnit.SECONDS)).isEqualTo("no room");

        // When
        broken.set(false);

        // Then
        assertThat(started.poll(5, TimeUnit.SECONDS)).isEqualTo(Part.TASK_CORE);
    }

    private void start(Part part) {
        if (broken.get()) {
            throw new HostException("no room");
        }
        running.add(part);
        started.add(part);
    }

    private static void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(700);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
