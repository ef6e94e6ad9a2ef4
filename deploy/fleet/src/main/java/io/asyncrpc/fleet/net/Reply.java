package io.asyncrpc.fleet.net;

/** Takes the one answer to a call, on the loop. */
public interface Reply {

    void answered(Got got);

    /** There was no answer: the connection could not be made or broke, or the time was over. */
    void lost(String why);

    /** @param replayed the answer says that the same call was made before */
    record Got(int status, boolean replayed, byte[] body) {}
}
