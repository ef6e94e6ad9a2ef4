package io.asyncrpc.fleet.load;

import io.asyncrpc.fleet.net.Call;
import io.asyncrpc.fleet.net.Calls;
import io.asyncrpc.fleet.net.Reply;

/** Calls of an address that does nothing, to compare with. */
final class BareCalls {

    private final Traffic traffic;
    private final Calls calls;
    private final Call call;

    BareCalls(Traffic traffic, Calls calls, String path) {
        this.traffic = traffic;
        this.calls = calls;
        this.call = Call.get(path, null);
    }

    void begin(long intended) {
        calls.send(call, new Reply() {
            @Override
            public void answered(Got got) {
                if (got.status() == 200) {
                    traffic.finished(intended, TaskSeen.NONE);
                } else {
                    traffic.failed(intended, "call " + got.status());
                }
            }

            @Override
            public void lost(String why) {
                traffic.failed(intended, "call " + why);
            }
        });
    }
}
