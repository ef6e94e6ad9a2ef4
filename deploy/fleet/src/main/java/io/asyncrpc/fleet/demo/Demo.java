package io.asyncrpc.fleet.demo;

import io.asyncrpc.fleet.api.ApiClient;
import io.asyncrpc.fleet.api.ApiException;
import io.asyncrpc.fleet.demo.Screen.Voice;
import java.io.PrintStream;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;

/** The play: six devices and what happens to them, one story after the other. */
public final class Demo {

    private static final Role VALVE = Role.of("demo-valve", "open-valve {\"percent\":40}", "{\"position\":40}");
    private static final Role PUMP = Role.of("demo-pump", "start-pump {\"rpm\":900}", "{\"message\":\"motor is hot\"}")
            .failing();
    private static final Role GATE = Role.of("demo-gate", "close-gate {\"lane\":2}", "{\"closed\":true}");
    private static final Role ROBOT = Role.of("demo-robot", "weld {\"seam\":12}", "{\"welded\":true}")
            .leased(Duration.ofSeconds(5))
            .working(Duration.ofSeconds(1));
    private static final Role CRANE = Role.of("demo-crane", "lift {\"tons\":3}", "{\"lifted\":true}")
            .working(Duration.ofSeconds(60))
            .promising("CANCELED");
    private static final Role METER = Role.of("demo-meter", "read-meter {\"channel\":1}", "{\"kWh\":1204.5}")
            .old();

    private static final List<Role> CAST = List.of(VALVE, PUMP, GATE, ROBOT, CRANE, METER);

    private final Stage stage;
    private final Screen screen;
    private final Play play;

    private Demo(Stage stage, Screen screen, Play play) {
        this.stage = stage;
        this.screen = screen;
        this.play = play;
    }

    /** Plays it once; true if every task ended as promised. */
    public static boolean play(DemoSettings settings, Map<String, String> environment, PrintStream out) {
        InstantSource clock = InstantSource.system();
        Screen screen = new Screen(out, Terminal.wantsColour(environment), clock);
        try (ApiClient api = new ApiClient(settings.api(), settings.token());
                Stage stage = new Stage(settings.broker(), new Narrator(screen), clock)) {
            return new Demo(stage, screen, new Play(api, stage, screen, clock)).play();
        } catch (ApiException | StageException e) {
            screen.trouble(String.valueOf(e.getMessage()));
            return false;
        }
    }

    private boolean play() {
        screen.scene("Six devices are registered and get their passwords");
        CAST.forEach(play::register);
        theCallGoesRound();
        awayAndBack();
        crashedAfterTheClaim();
        cancelledWhileRunning();
        theOldDeviceThatOnlyPolls();
        Summary.lines(play.scenes()).forEach(screen::plain);
        return play.scenes().stream().allMatch(Scene::endedAsPromised);
    }

    private void theCallGoesRound() {
        screen.scene("1. A call goes round: the doorbell, the claim, the payload, the result. One device fails");
        List.of(VALVE, PUMP).forEach(play::connect);
        play.settle();
        List<Scene> calls = List.of(play.submit(VALVE), play.submit(PUMP));
        calls.forEach(call -> play.watchUntil(call, Scene::isOver));
        calls.forEach(play::poll);
    }

    private void awayAndBack() {
        screen.scene("2. Away and back: nobody is lost for being away, the task waits");
        Scene call = play.submit(GATE);
        play.poll(call);
        play.connect(GATE);
        play.watchUntil(call, Scene::isOver);
        play.poll(call);
    }

    private void crashedAfterTheClaim() {
        screen.scene("3. Crashed after the claim: the lease of 5 s ends, and the device gets the task again");
        play.connect(ROBOT);
        play.settle();
        Scene call = play.submit(ROBOT);
        play.watchUntil(call, Scene::isHeld);
        stage.crash(ROBOT);
        screen.says(Voice.DEVICE, Voice.CORE, ROBOT.deviceId(), "(its power fails: nothing more is heard of it)");
        play.watchUntil(call, scene -> !scene.isHeld());
        play.poll(call);
        play.connect(ROBOT);
        play.watchUntil(call, Scene::isOver);
        play.poll(call);
    }

    private void cancelledWhileRunning() {
        screen.scene("4. Cancelled while running: the device is asked to stop, and says that it did");
        play.connect(CRANE);
        play.settle();
        Scene call = play.submit(CRANE);
        play.watchUntil(call, Scene::isHeld);
        play.settle();
        play.cancel(call);
        play.watchUntil(call, Scene::isOver);
        play.poll(call);
    }

    private void theOldDeviceThatOnlyPolls() {
        screen.scene("5. An old device: MQTT 3.1.1, asks every 2 s, knows no doorbell, no attempt, no properties");
        play.connect(METER);
        play.settle();
        Scene call = play.submit(METER);
        play.watchUntil(call, Scene::isOver);
        play.poll(call);
    }
}
