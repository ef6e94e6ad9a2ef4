package io.asyncrpc.fleet.swarm;

import io.asyncrpc.fleet.record.Line;

/** What a {@link Life} needs of the device that it is in. */
interface Body {

    String id();

    /** For lines of the record. */
    long now();

    /** For measuring how long something has been unanswered. */
    long nanos();

    void note(Line line);

    void after(int millis, Runnable step);

    void say(Saying saying);

    /** Whether it was said and the broker has not taken it yet. */
    boolean isUntaken(Saying saying);

    Plan plan(long call, int attempt);

    String nextResult();

    String nextEvent();

    /** It had the task that it asked for after that time. */
    void claimed(long nanos);

    /** A call has begun here. */
    void began(String task);

    /** A call has an answer, which is said next. */
    void answered(String task);

    /** A call has ended: the moment for something that is forbidden. */
    void mischief(String task);

    /** Memory and connection are lost. */
    void crash();
}
