package io.asyncrpc.fleet.load;

/** Hears of every round trip, on the loop. Times are microseconds since 1970. */
public interface LoadListener {

    /**
     * A client saw the end of its task.
     *
     * @param intended when it was to be submitted
     * @param answered when its device said how it ended; 0 = no device did
     */
    void finished(long intended, long answered, long seen, TaskSeen task);

    /** A part of a round trip took so many microseconds. */
    void timed(Step step, long began, long micros);

    /** It was refused, its answer was lost, or its end was not seen in time. */
    void failed(long intended, String why);
}
