package io.asyncrpc.fleet.demo;

import io.asyncrpc.fleet.api.ApiClient;
import io.asyncrpc.fleet.api.Task;
import io.asyncrpc.fleet.demo.Screen.Voice;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** What can be done in a story, each shown as it is done. */
final class Play {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration GLANCE = Duration.ofMillis(40);

    /** Long enough for the devices to hear that nothing waits for them, which would else mix with the calls. */
    private static final Duration SETTLED = Duration.ofMillis(500);

    private final ApiClient api;
    private final Stage stage;
    private final Screen screen;
    private final InstantSource clock;
    private final List<Scene> scenes = new ArrayList<>();

    Play(ApiClient api, Stage stage, Screen screen, InstantSource clock) {
        this.api = api;
        this.stage = stage;
        this.screen = screen;
        this.clock = clock;
    }

    /** Every call so far, in order. */
    List<Scene> scenes() {
        return scenes;
    }

    void register(Role role) {
        api.register(role.deviceId(), "Plays in ./iot demo");
        stage.hire(role, api.credentials(role.deviceId()));
        client(
                role,
                "PUT /devices/%s, POST credentials: registered, an %s device"
                        .formatted(role.deviceId(), role.speaks().title));
    }

    void connect(Role role) {
        stage.enter(role);
        screen.says(Voice.DEVICE, Voice.CORE, role.deviceId(), "connected and subscribed");
    }

    Scene submit(Role role) {
        client(role, "POST /tasks %s %s".formatted(role.method(), role.payload()));
        Task task = api.submit(role.deviceId(), role.method(), role.payload(), role.lease());
        Scene scene = new Scene(role, task);
        scenes.add(scene);
        String accepted = "202 accepted as %s".formatted(Narrator.brief(task.id()));
        screen.says(Voice.CORE, Voice.CLIENT, role.deviceId(), accepted);
        return scene;
    }

    void cancel(Scene scene) {
        client(scene.role(), "POST /tasks/%s/cancel".formatted(Narrator.brief(scene.taskId())));
        api.cancel(scene.taskId());
    }

    void poll(Scene scene) {
        scene.look(api, screen);
        client(scene.role(), "GET /tasks/%s: %s".formatted(Narrator.brief(scene.taskId()), scene.describe()));
    }

    /** Shows the call's moves until it is so, or until patience ends: the summary will tell. */
    void watchUntil(Scene scene, Predicate<Scene> so) {
        Instant deadline = clock.instant().plus(PATIENCE);
        do {
            pause(GLANCE);
            scene.look(api, screen);
        } while (!so.test(scene) && clock.instant().isBefore(deadline));
    }

    void settle() {
        pause(SETTLED);
    }

    private void client(Role role, String words) {
        screen.says(Voice.CLIENT, Voice.CORE, role.deviceId(), words);
    }

    private static void pause(Duration duration) {
        try {
            Thread.sleep(duration);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StageException("interrupted", e);
        }
    }
}
