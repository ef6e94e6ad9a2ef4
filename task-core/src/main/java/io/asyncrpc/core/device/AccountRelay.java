package io.asyncrpc.core.device;

import io.asyncrpc.core.audit.Action;
import io.asyncrpc.core.audit.Deed;
import io.asyncrpc.core.bridge.BridgeClient;
import io.asyncrpc.core.bridge.BridgeClient.Answer;
import io.asyncrpc.core.caller.Actor;
import io.asyncrpc.core.certificate.RevocationRelay;
import io.asyncrpc.core.device.AccountStore.Hold;
import io.asyncrpc.core.device.Device.Account;
import io.asyncrpc.core.problem.Problem;
import io.asyncrpc.core.problem.ProblemType;
import io.asyncrpc.core.task.TaskId;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpMethod;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.Response;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeoutException;
import org.jboss.logging.Logger;

/**
 * Has the bridge make and remove broker accounts. The row says what is wanted; what did not come about is found again by
 * {@link AccountRunner}. Only one works on an account at a time, so that making it cannot overwrite a password just given.
 */
@ApplicationScoped
class AccountRelay {
    private static final Logger LOG = Logger.getLogger(AccountRelay.class);
    private static final int CREATED = Response.Status.CREATED.getStatusCode();
    private static final Duration HELD_PAUSE = Duration.ofMillis(200);
    private static final int HELD_TRIES = 15;

    private final BridgeClient bridge;
    private final AccountStore accounts;
    private final RevocationRelay revocations;
    private final DeviceConfig config;
    private final InstantSource clock;
    private final Counter repaired;

    /** What it came to, to have an account made. */
    enum Made {
        /** It is there, or another makes it. */
        AS_WANTED,
        /** The broker had lost it: it is there again, without a password. */
        ANEW
    }

    AccountRelay(
            BridgeClient bridge,
            AccountStore accounts,
            RevocationRelay revocations,
            DeviceConfig config,
            InstantSource clock,
            MeterRegistry metrics) {
        this.bridge = bridge;
        this.accounts = accounts;
        this.revocations = revocations;
        this.config = config;
        this.clock = clock;
        this.repaired = Counter.builder("accounts.repaired")
                .description("broker accounts that were lost and made anew, without a password")
                .register(metrics);
    }

    /** Makes the account if it is pending and nobody else makes it; never touches a password. */
    Uni<Made> ensure(UUID uid, String deviceId) {
        return held(uid, List.of(Account.PENDING))
                .chain(hold -> hold.map(mine -> orLetGo(mine, make(mine, deviceId)))
                        .orElseGet(() -> Uni.createFrom().item(Made.AS_WANTED)));
    }

    private Uni<Made> make(Hold hold, String deviceId) {
        return removeLeftOver(deviceId)
                .chain(() -> bridge.ask(HttpMethod.PUT, path(deviceId)))
                .map(answer -> made(answer.orFail(), hold))
                .call(() -> accounts.made(hold, clock.instant()));
    }

    /** One that was ready and had to be created was lost by the broker, and its password with it. */
    private Made made(Answer answer, Hold hold) {
        if (answer.status() != CREATED || !hold.wasReady()) {
            return Made.AS_WANTED;
        }
        repaired.increment();
        return Made.ANEW;
    }

    /** A device made anew must not inherit the account, and with it the password, of the old one, nor its certificates. */
    private Uni<Void> removeLeftOver(String deviceId) {
        return revocations
                .enforceFor(deviceId)
                .chain(() -> accounts.hasLeftOver(deviceId))
                .chain(leftOver -> leftOver
                        ? removeAtBroker(deviceId).chain(() -> accounts.leftOversRemoved(deviceId))
                        : Uni.createFrom().voidItem());
    }

    /**
     * Has a new password made; the one before is void from then on.
     *
     * @return the bridge's JSON: username and password
     * @throws Problem unavailable, if the broker or the bridge is away
     */
    Uni<String> newPassword(Device device, Actor actor) {
        return Uni.createFrom()
                .deferred(() -> holdNow(device.uid))
                .onFailure(Problem.class)
                .retry()
                .withBackOff(HELD_PAUSE, HELD_PAUSE)
                .atMost(HELD_TRIES)
                .chain(hold -> orLetGo(hold, makePassword(hold, device, actor)))
                .onFailure(failure -> !(failure instanceof Problem))
                .transform(failure -> away(device.deviceId, failure));
    }

    private Uni<Hold> holdNow(UUID uid) {
        return held(uid, List.of(Account.PENDING, Account.READY))
                .map(hold -> hold.orElseThrow(
                        () -> new Problem(ProblemType.UNAVAILABLE, "another request works on the account")));
    }

    /** Nobody gets to know a password of which the audit log does not tell. */
    private Uni<String> makePassword(Hold hold, Device device, Actor actor) {
        return removeLeftOver(device.deviceId)
                .chain(() -> bridge.ask(HttpMethod.POST, path(device.deviceId) + "/password"))
                .map(answer -> answer.orFail().body().toString())
                .call(() -> accounts.made(hold, newPassword(device, actor, clock.instant())));
    }

    private static Deed newPassword(Device device, Actor actor, Instant now) {
        return new Deed(TaskId.next(now), now, device.org, actor.name(), Action.CREDENTIALS_MADE, device.deviceId, "");
    }

    /** Removes the account of a registration that ended; closes the device's connection. */
    Uni<Void> remove(UUID uid, String deviceId) {
        return held(uid, List.of(Account.REMOVING))
                .chain(hold -> hold.map(mine -> orLetGo(mine, removeHeld(mine, deviceId)))
                        .orElseGet(() -> Uni.createFrom().voidItem()));
    }

    private Uni<Void> removeHeld(Hold hold, String deviceId) {
        return removeAtBroker(deviceId).chain(() -> accounts.removed(hold));
    }

    private Uni<Answer> removeAtBroker(String deviceId) {
        return bridge.ask(HttpMethod.DELETE, path(deviceId)).map(Answer::orFail);
    }

    private Uni<Optional<Hold>> held(UUID uid, List<Account> in) {
        Instant now = clock.instant();
        return accounts.hold(uid, in, now, now.plus(config.accountHold()));
    }

    /** Work that failed need not keep others waiting, unless the bridge may still be at it. */
    private <T> Uni<T> orLetGo(Hold hold, Uni<T> work) {
        return work.onFailure(AccountRelay::isOver)
                .call(failure -> accounts.letGo(hold).onFailure().recoverWithNull());
    }

    private static boolean isOver(Throwable failure) {
        for (Throwable t = failure; t != null; t = t.getCause()) {
            if (t instanceof TimeoutException) {
                return false;
            }
        }
        return true;
    }

    private static Throwable away(String deviceId, Throwable failure) {
        LOG.warnf("no password could be made deviceId=%s reason=%s", deviceId, failure.getMessage());
        return new Problem(ProblemType.UNAVAILABLE, "the broker cannot be reached");
    }

    /** All of the bridge's account API may be repeated. */
    private static String path(String deviceId) {
        return "/accounts/" + deviceId;
    }
}
