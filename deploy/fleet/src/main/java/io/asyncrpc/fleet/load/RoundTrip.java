package io.asyncrpc.fleet.load;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** One task from its submission until a client sees its end. */
final class RoundTrip {

    private static final int WAIT_SECONDS = 30;
    private static final long FIRST_PAUSE_MICROS = 250_000;
    private static final long LAST_PAUSE_MICROS = 2_000_000;

    private final Traffic traffic;
    private final long intended;
    private final CallPlan plan;
    private final Submission submission;
    private @Nullable String task;

    RoundTrip(Traffic traffic, long intended, long number) {
        this.traffic = traffic;
        this.intended = intended;
        this.plan = traffic.plan(number);
        this.submission = traffic.submission(plan, number);
    }

    void begin() {
        submit(intended, submission.call());
    }

    private void submit(long at, long number) {
        traffic.client().submit(at, number, submission, new Client.Answer() {
            @Override
            public void answered(int status, TaskSeen seen) {
                if (status < 300) {
                    traffic.timed(Step.SUBMIT, at);
                    submitted(seen);
                } else if (plan.keyed() && isBusy(status)) {
                    later(RoundTrip.this::submitAgain, "status " + status);
                } else {
                    traffic.failed(intended, "submit " + status);
                }
            }

            @Override
            public void lost(String why) {
                if (plan.keyed()) {
                    later(RoundTrip.this::submitAgain, why);
                } else {
                    traffic.failed(intended, "submit " + why);
                }
            }
        });
    }

    /** With a key, the same may be said again without fear. */
    private void submitAgain() {
        submit(traffic.now(), traffic.nextCall());
    }

    private void submitted(TaskSeen seen) {
        String id = Objects.requireNonNull(seen.id());
        task = id;
        if (seen.isFinal()) {
            ended(seen);
            return;
        }
        if (plan.cancelMillis() >= 0) {
            traffic.after(
                    plan.cancelMillis() * 1_000L, () -> traffic.client().cancel(id, plan.force(), Ignored.ANSWER));
        }
        if (plan.again()) {
            traffic.client().submit(traffic.now(), traffic.nextCall(), submission, Ignored.ANSWER);
        }
        if (plan.abuse()) {
            long number = traffic.nextCall();
            traffic.client().submit(traffic.now(), number, traffic.abuse(submission, number), Ignored.ANSWER);
        }
        if (plan.foreign()) {
            traffic.stranger().readForeign(id, Ignored.ANSWER);
        }
        look();
    }

    private void look() {
        String id = Objects.requireNonNull(task);
        traffic.client().read(id, plan.poll() ? 0 : WAIT_SECONDS, new Client.Answer() {
            @Override
            public void answered(int status, TaskSeen seen) {
                if (seen.isFinal()) {
                    ended(seen);
                } else if (status == 200 && !plan.poll()) {
                    later(RoundTrip.this::look, 0, "not final");
                } else if (status == 200) {
                    later(RoundTrip.this::look, "not final");
                } else if (isBusy(status)) {
                    later(RoundTrip.this::look, "status " + status);
                } else {
                    traffic.givenUp(intended, "read " + status);
                }
            }

            @Override
            public void lost(String why) {
                later(RoundTrip.this::look, why);
            }
        });
    }

    private void ended(TaskSeen seen) {
        traffic.finished(intended, seen);
    }

    /** The longer it takes, the longer the pauses, so that a house in trouble is not run over. */
    private void later(Runnable step, String why) {
        later(step, Math.clamp((traffic.now() - intended) / 4, FIRST_PAUSE_MICROS, LAST_PAUSE_MICROS), why);
    }

    private void later(Runnable step, long micros, String why) {
        if (!traffic.isTooLate(intended)) {
            traffic.after(micros, step);
        } else if (task == null) {
            traffic.failed(intended, "submit " + why);
        } else {
            traffic.givenUp(intended, why);
        }
    }

    private static boolean isBusy(int status) {
        return status == 429 || status >= 500;
    }

    /** The record tells what came of it; nobody waits for it. */
    private enum Ignored implements Client.Answer {
        ANSWER;

        @Override
        public void answered(int status, TaskSeen task) {}

        @Override
        public void lost(String why) {}
    }
}
