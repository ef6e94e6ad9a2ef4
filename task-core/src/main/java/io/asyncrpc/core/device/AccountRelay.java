package io.asyncrpc.core.device;

import io.asyncrpc.core.device.AccountStore.Hold;
import io.asyncrpc.core.device.Device.Account;
import io.asyncrpc.core.problem.Problem;
import io.asyncrpc.core.problem.ProblemType;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.Response;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.eclipse.microprofile.rest.client.inject.RestClient;
import org.jboss.logging.Logger;

/**
 * Has the bridge make and remove broker accounts. The row says what is wanted; what did not come about is found again by
 * {@link #repairBeside}. Only one works on an account at a time, so that making it cannot overwrite a password just given.
 */
@ApplicationScoped
public class AccountRelay {
    private static final Logger LOG = Logger.getLogger(AccountRelay.class);
    private static final Duration REPAIRED_EVERY = Duration.ofSeconds(5);
    private static final Duration HELD_PAUSE = Duration.ofMillis(200);
    private static final int HELD_TRIES = 15;
    private static final int REPAIRED_AT_ONCE = 100;

    private final AccountClient bridge;
    private final AccountStore accounts;
    private final DeviceConfig config;
    private final InstantSource clock;
    private final String authorization;
    private final AtomicBoolean repairing = new AtomicBoolean();
    private volatile Instant repaired = Instant.EPOCH;

    AccountRelay(
            @RestClient AccountClient bridge,
            AccountStore accounts,
            DeviceConfig config,
            InstantSource clock,
            @ConfigProperty(name = "iot.house-token") String houseToken) {
        this.bridge = bridge;
        this.accounts = accounts;
        this.config = config;
        this.clock = clock;
        this.authorization = "Bearer " + houseToken;
    }

    /** Makes the account if it is pending and nobody else makes it; never touches a password. */
    Uni<Void> ensure(UUID uid, String deviceId) {
        return held(uid, List.of(Account.PENDING))
                .chain(hold -> hold.map(mine -> orLetGo(mine, make(mine, deviceId)))
                        .orElseGet(() -> Uni.createFrom().voidItem()));
    }

    private Uni<Void> make(Hold hold, String deviceId) {
        return removeLeftOver(deviceId)
                .chain(() -> bridge.ensure(authorization, deviceId))
                .invoke(AccountRelay::close)
                .chain(() -> accounts.release(hold, Account.PENDING, Account.READY));
    }

    /** A device made anew must not inherit the account, and with it the password, of the old one. */
    private Uni<Void> removeLeftOver(String deviceId) {
        return accounts.hasLeftOver(deviceId)
                .chain(leftOver -> leftOver
                        ? bridge.remove(authorization, deviceId)
                                .invoke(AccountRelay::close)
                                .chain(() -> accounts.leftOversRemoved(deviceId))
                        : Uni.createFrom().voidItem());
    }

    /**
     * Has a new password made; the one before is void from then on.
     *
     * @return the bridge's JSON: username and password
     * @throws Problem unavailable, if the broker or the bridge is away
     */
    Uni<String> newPassword(UUID uid, String deviceId) {
        return Uni.createFrom()
                .deferred(() -> holdNow(uid))
                .onFailure(Problem.class)
                .retry()
                .withBackOff(HELD_PAUSE, HELD_PAUSE)
                .atMost(HELD_TRIES)
                .chain(hold -> orLetGo(hold, makePassword(hold, deviceId)))
                .onFailure(failure -> !(failure instanceof Problem))
                .transform(AccountRelay::away);
    }

    private Uni<Hold> holdNow(UUID uid) {
        return held(uid, List.of(Account.PENDING, Account.READY))
                .map(hold -> hold.orElseThrow(
                        () -> new Problem(ProblemType.UNAVAILABLE, "another request works on the account")));
    }

    private Uni<String> makePassword(Hold hold, String deviceId) {
        return removeLeftOver(deviceId)
                .chain(() -> bridge.newPassword(authorization, deviceId))
                .map(AccountRelay::body)
                .call(() -> accounts.release(hold, Account.PENDING, Account.READY));
    }

    /** Removes the account of a registration that ended; closes the device's connection. */
    Uni<Void> remove(UUID uid, String deviceId) {
        return held(uid, List.of(Account.REMOVING))
                .chain(hold -> hold.map(mine -> orLetGo(mine, removeHeld(mine, deviceId)))
                        .orElseGet(() -> Uni.createFrom().voidItem()));
    }

    private Uni<Void> removeHeld(Hold hold, String deviceId) {
        return bridge.remove(authorization, deviceId)
                .invoke(AccountRelay::close)
                .chain(() -> accounts.release(hold, Account.REMOVING, Account.REMOVED));
    }

    /** Does what is still wanted, one account after another, while others go on; nothing most of the time. */
    public void repairBeside() {
        Instant now = clock.instant();
        if (repaired.plus(REPAIRED_EVERY).isAfter(now) || !repairing.compareAndSet(false, true)) {
            return;
        }
        repaired = now;
        repair(now)
                .onTermination()
                .invoke(() -> repairing.set(false))
                .subscribe()
                .with(
                        done -> {},
                        failure -> LOG.warnf("broker accounts wait for the database reason=%s", failure.getMessage()));
    }

    private Uni<Void> repair(Instant now) {
        return accounts.due(now, REPAIRED_AT_ONCE)
                .onItem()
                .transformToMulti(due -> Multi.createFrom().iterable(due))
                .onItem()
                .transformToUniAndConcatenate(this::repair)
                .onItem()
                .ignoreAsUni();
    }

    /** One that cannot be made now does not keep the others waiting. */
    private Uni<Void> repair(AccountStore.Due due) {
        Uni<Void> work = due.removal() ? remove(due.uid(), due.deviceId()) : ensure(due.uid(), due.deviceId());
        return work.onFailure()
                .invoke(failure -> LOG.warnf(
                        "a broker account waits for the bridge deviceId=%s reason=%s",
                        due.deviceId(), failure.getMessage()))
                .onFailure()
                .recoverWithNull();
    }

    private Uni<Optional<Hold>> held(UUID uid, List<Account> in) {
        Instant now = clock.instant();
        Hold hold = new Hold(uid, now.plus(config.accountHold()));
        return accounts.hold(hold, in, now).map(held -> held ? Optional.of(hold) : Optional.empty());
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

    private static Throwable away(Throwable failure) {
        LOG.warnf("no password could be made reason=%s", failure.getMessage());
        return new Problem(ProblemType.UNAVAILABLE, "the broker cannot be reached");
    }

    private static String body(Response response) {
        return response.readEntity(String.class);
    }

    private static void close(Response response) {
        response.close();
    }
}
