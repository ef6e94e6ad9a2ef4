package io.asyncrpc.fleet.check;

/** What is proved, by number (docs/reliability.md, "What the checker proves"). */
public enum Rule {
    NOTHING_LOST("no accepted task is lost, and none is there that nobody submitted"),
    TRUE_ENDS("every final state is true, and so is its outcome"),
    RESULTS_ONCE("no result is stored twice, and every one that was taken is stored"),
    ONE_ATTEMPT("no two attempts run at once by the core's reckoning"),
    RUN_AGAIN("a call runs again only after its lease was lost or the device asked for another try"),
    FINAL_STAYS("final states never change, and a client never sees an older version after a newer one"),
    VERSIONS("versions have no gap, and each is a move that the states allow"),
    KEYS("an idempotency key makes one task, of one body"),
    FOREIGN("nothing is visible to another organisation or another device"),
    EVENTS_ONCE("an event is stored exactly once, and answered only when it is stored");

    private final String sentence;

    Rule(String sentence) {
        this.sentence = sentence;
    }

    public int number() {
        return ordinal() + 1;
    }

    public String sentence() {
        return sentence;
    }
}
