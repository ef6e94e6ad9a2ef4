package io.asyncrpc.fleet.load;

/** Hears of every round trip, on the loop. Times are microseconds since 1970. */
public interface LoadListener {

    /**
     * A client saw the end of its task.
     *
     * @param intended when it was to be submitted
     */
    void finished(long intended, long seen, TaskSeen task);

    /** It was refused, its answer was lost, or its end was not seen in time. */
    void failed(long intended, String why);
}
