package io.asyncrpc.core.device;

import io.asyncrpc.core.caller.Actor;
import io.asyncrpc.core.certificate.RevocationRelay;
import io.asyncrpc.core.device.PresenceStore.Presence;
import io.asyncrpc.core.problem.Problem;
import io.asyncrpc.core.problem.ProblemType;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.vertx.MutinyHelper;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What clients do to devices. */
@ApplicationScoped
class DeviceLifecycle {
    private final DeviceStore devices;
    private final DeviceRemovalStore removals;
    private final PresenceStore presence;
    private final AccountRelay accounts;
    private final RevocationRelay revocations;
    private final DeviceConfig config;

    /** A device after its registration. */
    record Made(DeviceView view, boolean created) {}

    DeviceLifecycle(
            DeviceStore devices,
            DeviceRemovalStore removals,
            PresenceStore presence,
            AccountRelay accounts,
            RevocationRelay revocations,
            DeviceConfig config) {
        this.devices = devices;
        this.removals = removals;
        this.presence = presence;
        this.accounts = accounts;
        this.revocations = revocations;
        this.config = config;
    }

    /** Stored is registered; the account is waited for a while, and made later if the broker is away. */
    Uni<Made> register(String org, String deviceId, Registration said, Actor actor) {
        if (config.reservedIds().contains(deviceId.toLowerCase(Locale.ROOT))) {
            throw new Problem(ProblemType.DEVICE_ID_UNAVAILABLE, "the device id is reserved");
        }
        return devices.register(org, deviceId, said, actor)
                .call(registered -> account(registered.device()))
                .chain(registered -> find(org, deviceId).map(view -> new Made(view, registered.created())));
    }

    private Uni<Void> account(Device device) {
        return device.account != Device.Account.PENDING
                ? Uni.createFrom().voidItem()
                : patiently(accounts.ensure(device.uid, device.deviceId).replaceWithVoid());
    }

    Uni<DeviceView> find(String org, String deviceId) {
        return registered(org, deviceId)
                .chain(device -> presence.find(List.of(deviceId)).map(known -> view(device, known)));
    }

    Uni<DevicePage> list(String org, DeviceQuery query) {
        return devices.list(org, query, query.limit() + 1)
                .chain(found -> presence.find(
                                found.stream().map(d -> d.deviceId).toList())
                        .map(known -> page(found, known, query.limit())));
    }

    private static DevicePage page(List<Device> found, Map<String, Presence> known, int limit) {
        List<DeviceView> views =
                found.stream().limit(limit).map(device -> view(device, known)).toList();
        String next = found.size() > limit ? DeviceQuery.cursor(views.getLast().deviceId()) : null;
        return new DevicePage(views, next);
    }

    /** Committed is deleted; the account goes at once, or when the broker is back. */
    Uni<Void> remove(String org, String deviceId, Actor actor) {
        return removals.remove(org, deviceId, actor)
                .map(uid -> uid.orElseThrow(DeviceResource::noDevice))
                .chain(uid -> patiently(accounts.remove(uid, deviceId).chain(() -> revocations.enforceFor(deviceId))));
    }

    Uni<String> newCredentials(String org, String deviceId, Actor actor) {
        return registered(org, deviceId).chain(device -> accounts.newPassword(device, actor));
    }

    private Uni<Device> registered(String org, String deviceId) {
        return devices.find(org, deviceId).map(found -> found.orElseThrow(DeviceResource::noDevice));
    }

    /**
     * What does not come about now is wanted by the row and done later. Work under way goes on when patience ends: it holds
     * the account, and given up halfway it would keep it from everybody until the hold is over. A failure or the end of
     * patience comes on another thread; what follows reads through Hibernate, which insists on the request's own.
     */
    private Uni<Void> patiently(Uni<Void> work) {
        Uni<Void> going = work.onFailure().recoverWithNull().memoize().indefinitely();
        going.subscribe().with(done -> {});
        return going.ifNoItem()
                .after(config.accountPatience())
                .fail()
                .onFailure()
                .recoverWithNull()
                .emitOn(MutinyHelper.executor(Vertx.currentContext()));
    }

    private static DeviceView view(Device device, Map<String, Presence> known) {
        Presence presence =
                known.getOrDefault(device.deviceId, Presence.UNKNOWN).of(device.createdAt);
        return new DeviceView(
                device.deviceId,
                device.description,
                device.labels,
                presence.connectedSince() != null,
                presence.connectedSince(),
                presence.lastSeenAt(),
                device.account.name(),
                device.createdAt);
    }
}
