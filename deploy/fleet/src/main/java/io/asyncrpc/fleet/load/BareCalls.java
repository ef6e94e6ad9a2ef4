package io.asyncrpc.fleet.load;

import io.asyncrpc.fleet.net.Call;
import io.asyncrpc.fleet.net.Calls;
import io.asyncrpc.fleet.net.Reply;

/** Calls of an address that does nothing, to compare with. */
final class BareCalls {

    private final Load load;
    private final Calls calls;
    private final Call call;

    BareCalls(Load load, Calls calls, String path) {
        this.load = load;
        this.calls = calls;
        this.call = Call.get(path, null);
    }

    void begin(long intended) {
        calls.send(call, new Reply() {
            @Override
            public void answered(Got got) {
                if (got.status() == 200) {
                    load.finished(intended, TaskSeen.NONE);
                } else {
                    load.failed(intended, "call " + got.status());
                }
            }

            @Override
            public void lost(String why) {
                load.failed(intended, "call " + why);
            }
        });
    }
}
