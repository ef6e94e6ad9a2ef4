package io.asyncrpc.fleet.load;

import io.asyncrpc.fleet.net.Call;
import io.asyncrpc.fleet.net.Calls;
import io.asyncrpc.fleet.net.Reply;

/** A client that lists tasks, of its organisation and of a device in turn. */
final class Lists {

    private static final String NEWEST = "/api/v1/tasks?limit=50";

    private final Traffic traffic;
    private final Calls calls;
    private final String token;
    private final String device;
    private boolean ofDevice;

    Lists(Traffic traffic, Calls calls, String token, String device) {
        this.traffic = traffic;
        this.calls = calls;
        this.token = token;
        this.device = device;
    }

    void begin(long intended) {
        ofDevice = !ofDevice;
        String path = ofDevice ? NEWEST + "&deviceId=" + device : NEWEST;
        calls.send(Call.get(path, token), new Reply() {
            @Override
            public void answered(Got got) {
                if (got.status() == 200) {
                    traffic.timed(Step.LIST, intended);
                }
            }

            @Override
            public void lost(String why) {}
        });
    }
}
