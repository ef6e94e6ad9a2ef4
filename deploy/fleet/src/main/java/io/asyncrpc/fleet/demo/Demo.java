package io.asyncrpc.fleet.demo;

import io.asyncrpc.fleet.api.ApiClient;
import io.asyncrpc.fleet.api.ApiException;
import io.asyncrpc.fleet.api.Task;
import io.asyncrpc.fleet.demo.Role.Speaks;
import io.asyncrpc.fleet.demo.Screen.Voice;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** The play: four devices, four calls, one of them to a device that is away and one that fails. */
public final class Demo {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration GLANCE = Duration.ofMillis(40);

    /** Long enough for the devices to hear that nothing waits for them, which would else mix with the calls. */
    private static final Duration SETTLED = Duration.ofMillis(500);

    private static final List<Role> CAST = List.of(
            Role.present("demo-valve", Speaks.MQTT_5, "open-valve {\"percent\":40}", "{\"position\":40}"),
            Role.present("demo-meter", Speaks.MQTT_3_1_1, "read-meter {\"channel\":1}", "{\"kWh\":1204.5}"),
            Role.failing("demo-pump", Speaks.MQTT_5, "start-pump {\"rpm\":900}", "{\"message\":\"motor is hot\"}"),
            Role.away("demo-gate", Speaks.MQTT_5, "close-gate {\"lane\":2}", "{\"closed\":true}"));

    private final ApiClient api;
    private final Stage stage;
    private final Screen screen;
    private final InstantSource clock;
    private final Instant deadline;
    private final List<Scene> scenes = new ArrayList<>();

    private Demo(ApiClient api, Stage stage, Screen screen, InstantSource clock) {
        this.api = api;
        this.stage = stage;
        this.screen = screen;
        this.clock = clock;
        this.deadline = clock.instant().plus(PATIENCE);
    }

    /** Plays it once; true if every task ended as promised. */
    public static boolean play(DemoSettings settings, Map<String, String> environment, PrintStream out) {
        InstantSource clock = InstantSource.system();
        Screen screen = new Screen(out, Terminal.wantsColour(environment), clock);
        try (ApiClient api = new ApiClient(settings.api(), settings.token());
                Stage stage = new Stage(settings.broker(), new Narrator(screen), clock)) {
            return new Demo(api, stage, screen, clock).play();
        } catch (ApiException | StageException e) {
            screen.trouble(String.valueOf(e.getMessage()));
            return false;
        }
    }

    private boolean play() {
        screen.scene("Four devices are registered and get their passwords; all but one connect");
        CAST.forEach(this::register);
        CAST.stream().filter(role -> !role.awayFirst()).forEach(this::connect);
        pause(SETTLED);
        screen.scene("A client calls each of them");
        CAST.forEach(this::submit);
        watchUntil(scene -> scene.isOver() || scene.role().awayFirst());
        screen.scene("Nobody is lost for being away: the task waits");
        scenes.stream().filter(scene -> scene.role().awayFirst()).forEach(this::poll);
        CAST.stream().filter(Role::awayFirst).forEach(this::connect);
        watchUntil(Scene::isOver);
        screen.scene("The client polls");
        scenes.forEach(this::poll);
        Summary.lines(scenes).forEach(screen::plain);
        return scenes.stream().allMatch(Scene::endedAsPromised);
    }

    private void register(Role role) {
        api.register(role.deviceId(), "Plays in ./iot demo");
        stage.hire(role, api.credentials(role.deviceId()));
        client(
                role,
                "PUT /devices/%s, POST credentials: registered, an %s device"
                        .formatted(role.deviceId(), role.speaks().title));
    }

    private void connect(Role role) {
        stage.enter(role);
        screen.says(Voice.DEVICE, Voice.CORE, role.deviceId(), "connected and subscribed");
    }

    private void submit(Role role) {
        client(role, "POST /tasks %s %s".formatted(role.method(), role.payload()));
        Task task = api.submit(role.deviceId(), role.method(), role.payload());
        scenes.add(new Scene(role, task));
        String accepted = "202 accepted as %s".formatted(Narrator.brief(task.id()));
        screen.says(Voice.CORE, Voice.CLIENT, role.deviceId(), accepted);
    }

    private void poll(Scene scene) {
        scene.look(api, screen);
        client(scene.role(), "GET /tasks/%s: %s".formatted(Narrator.brief(scene.taskId()), scene.describe()));
    }

    private void client(Role role, String words) {
        screen.says(Voice.CLIENT, Voice.CORE, role.deviceId(), words);
    }

    private void watchUntil(Predicate<Scene> over) {
        do {
            pause(GLANCE);
            scenes.stream().filter(scene -> !scene.isOver()).forEach(scene -> scene.look(api, screen));
        } while (!scenes.stream().allMatch(over) && clock.instant().isBefore(deadline));
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
