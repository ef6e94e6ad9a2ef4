package io.asyncrpc.fleet.demo;

import io.asyncrpc.fleet.demo.Screen.Voice;
import io.asyncrpc.fleet.device.DeviceObserver;
import io.asyncrpc.fleet.device.Heard;
import io.asyncrpc.fleet.device.Said;
import org.jspecify.annotations.Nullable;

/** Turns the words of the device protocol into lines a stranger can read. */
final class Narrator implements DeviceObserver {

    private final Screen screen;

    Narrator(Screen screen) {
        this.screen = screen;
    }

    @Override
    public void hears(String deviceId, Heard word) {
        screen.says(Voice.CORE, Voice.DEVICE, deviceId, tell(word));
    }

    @Override
    public void says(String deviceId, Said word) {
        screen.says(Voice.DEVICE, Voice.CORE, deviceId, tell(word));
    }

    @Override
    public void troubled(String deviceId, Throwable cause) {
        screen.trouble(deviceId + ": " + cause);
    }

    static String tell(Heard word) {
        return switch (word) {
            case Heard.Doorbell bell -> "tsk  %s waits for you: %s".formatted(brief(bell.taskId()), bell.method());
            case Heard.Call call ->
                "rsp  %s is yours, attempt %d: %s %s"
                        .formatted(brief(call.taskId()), call.attempt(), call.method(), call.payload());
            case Heard.Nothing nothing -> "rsp  nothing for you (%s)".formatted(nothing.reason());
            case Heard.Committed stored ->
                "cmt  %s is stored as result %d, forget it".formatted(brief(stored.taskId()), stored.resultId());
            case Heard.Stop stop -> "cnl  %s is to stop".formatted(brief(stop.taskId()));
            case Heard.Refused refused -> "err  %d %s".formatted(refused.status(), refused.detail());
        };
    }

    static String tell(Said word) {
        return switch (word) {
            case Said.Ack ack -> "ack  %s seen".formatted(brief(ack.taskId()));
            case Said.Ask ask when ask.taskId() == null -> "req  what is next for me?";
            case Said.Ask ask -> "req  give me %s".formatted(brief(ask.taskId()));
            case Said.Progress progress ->
                "prg  %s is at %d %%: %s".formatted(brief(progress.taskId()), progress.percent(), progress.message());
            case Said.Result result ->
                "res  %s ended with %d: %s"
                        .formatted(
                                brief(result.taskId()),
                                result.outcome().statusCode(),
                                result.outcome().body());
        };
    }

    /** The end of an id tells tasks of one moment apart, its beginning is the time. */
    static String brief(@Nullable String taskId) {
        return taskId == null || taskId.length() < 6 ? "?" : "…" + taskId.substring(taskId.length() - 6);
    }
}
