package io.asyncrpc.fleet.swarm;

import io.asyncrpc.fleet.device.DeviceChannel.Account;
import io.asyncrpc.fleet.net.Link;
import io.asyncrpc.fleet.net.Word;
import io.asyncrpc.fleet.record.Line;
import io.asyncrpc.fleet.swarm.Choices.Purpose;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** One device: its connection, which comes and goes, and its lives. */
final class Device implements Link.Listener, Body {

    private static final long PING_EVERY = TimeUnit.SECONDS.toNanos(20);

    private final Swarm swarm;
    private final Habit habit;
    private final Mouth mouth;
    private final Absences absences;
    private final SplittableRandom malice;
    private Account account;
    private Life life;
    private @Nullable Link link;
    private boolean connected;
    private long pinged;
    private long results;
    private long events;

    Device(Swarm swarm, int index, Account account) {
        this.swarm = swarm;
        this.account = account;
        this.habit = swarm.settings().habit(index);
        this.mouth = new Mouth(swarm.recorder(), account.username(), habit);
        this.absences =
                new Absences(this, swarm, habit, Choices.of(swarm.settings().seed(), Purpose.ABSENCE, index));
        this.malice = Choices.of(swarm.settings().seed(), Purpose.MALICE, index);
        this.life = new Life(this, habit);
        this.events = swarm.settings().firstEvent();
    }

    void connect() {
        if (link == null && !swarm.isClosed()) {
            SwarmSettings settings = swarm.settings();
            link = Link.open(swarm.loop(), settings.broker(), account, habit.version(), settings.hearing(), this);
        }
    }

    @Override
    public void ready() {
        connected = true;
        pinged = nanos();
        note(new Line.Conn(now(), id()));
        swarm.isConnected(true);
        mouth.connected(Objects.requireNonNull(link));
        life.connected(nanos());
        absences.connected();
    }

    @Override
    public void received(Word word) {
        Heard heard = Heard.read(word);
        note(heard.line(now(), id()));
        life.heard(heard, nanos());
    }

    @Override
    public void took(int packet) {
        mouth.took(packet);
    }

    @Override
    public void gone(Link.Reason reason) {
        disconnected();
        mouth.disconnected();
        if (reason == Link.Reason.REFUSED) {
            swarm.renew(this);
        } else {
            absences.lost();
        }
    }

    /** The cable is cut; what it remembers stays. */
    void cut() {
        if (link != null) {
            link.cut();
        }
        disconnected();
        mouth.disconnected();
    }

    @Override
    public void crash() {
        if (link != null) {
            link.cut();
        }
        boolean was = connected;
        connected = false;
        link = null;
        if (was) {
            swarm.isConnected(false);
        }
        note(new Line.Crash(now(), id()));
        life.end();
        mouth.forget();
        life = new Life(this, habit);
        absences.crashed();
    }

    void tick(long nanos) {
        if (connected) {
            if (link != null && nanos - pinged > PING_EVERY) {
                pinged = nanos;
                link.ping();
            }
            life.tick(nanos);
        }
    }

    boolean isConnected() {
        return connected;
    }

    /** Nothing is under way, and nothing is still to be said or answered. */
    boolean isQuiet() {
        return life.isQuiet() && mouth.isQuiet();
    }

    void renewed(Account fresh) {
        account = fresh;
        connect();
    }

    @Override
    public String id() {
        return account.username();
    }

    @Override
    public long now() {
        return swarm.recorder().now();
    }

    @Override
    public long nanos() {
        return System.nanoTime();
    }

    @Override
    public void note(Line line) {
        swarm.recorder().note(line);
    }

    @Override
    public void after(int millis, Runnable step) {
        swarm.loop().after(millis * 1_000L, step);
    }

    @Override
    public void say(Saying saying) {
        mouth.say(saying);
    }

    @Override
    public boolean isUntaken(Saying saying) {
        return mouth.isUntaken(saying);
    }

    @Override
    public Plan plan(long call, int attempt) {
        return swarm.settings().plan(habit, call, attempt);
    }

    @Override
    public String nextResult() {
        return Long.toString(++results);
    }

    @Override
    public String nextEvent() {
        return Long.toString(events++);
    }

    @Override
    public void claimed(long nanos) {
        swarm.claimed(nanos / 1_000);
    }

    @Override
    public void answered(String task) {
        swarm.answered(task);
    }

    @Override
    public void began(String task) {
        if (habit != Habit.HOSTILE) {
            swarm.gossip(id(), task);
        }
    }

    @Override
    public void mischief(String ownTask) {
        if (habit == Habit.HOSTILE && !swarm.isCalm()) {
            swarm.mischief(malice.nextInt(8), ownTask).ifPresent(this::say);
        }
    }

    private void disconnected() {
        link = null;
        if (connected) {
            connected = false;
            note(new Line.Gone(now(), id()));
            swarm.isConnected(false);
        }
    }
}
