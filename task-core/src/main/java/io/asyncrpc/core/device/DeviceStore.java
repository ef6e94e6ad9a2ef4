package io.asyncrpc.core.device;

import io.asyncrpc.core.audit.Action;
import io.asyncrpc.core.audit.DeedStore;
import io.asyncrpc.core.caller.Actor;
import io.asyncrpc.core.problem.Problem;
import io.asyncrpc.core.problem.ProblemType;
import io.asyncrpc.core.task.TaskId;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.PersistenceException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The registry: register, read, list. */
@ApplicationScoped
class DeviceStore {
    /** Just the mapped columns: Hibernate Reactive fails on one it does not know. */
    private static final String LIST = """
            select d.uid, d.device_id, d.org, d.description, d.labels, d.account, d.created_at, d.deleted_at
            from core.device d
            where d.org = :org and d.deleted_at is null and d.device_id > :after
              and (cast(:key as text) is null or d.labels ->> cast(:key as text) = cast(:value as text))
              and (cast(:connected as boolean) is null
                or :connected = exists (select 1 from core.connection c where c.device_id = d.device_id))
            order by d.device_id limit :most
            """;

    private static final String DEED =
            "insert into core." + DeedStore.TABLE + " values (:id, :at, :org, :actor, :action, :target, '')";

    private final InstantSource clock;

    /** A registration as it is now. */
    record Registered(Device device, boolean created) {}

    DeviceStore(InstantSource clock) {
        this.clock = clock;
    }

    /**
     * Registers a device, or replaces what is said of it.
     *
     * @throws Problem device-id-unavailable, if another organisation has the id
     */
    Uni<Registered> register(String org, String deviceId, Registration said, Actor actor) {
        return Panache.withTransaction(() -> registerNow(org, deviceId, said)
                        .call(registered -> writeDown(org, deviceId, registered.created(), actor)))
                .onFailure(PersistenceException.class) // the same id at the same moment: it is there the next time
                .retry()
                .atMost(2);
    }

    private Uni<Registered> registerNow(String org, String deviceId, Registration said) {
        return DeviceName.<DeviceName>findById(deviceId)
                .chain(name -> own(org, deviceId, name))
                .chain(() -> findNow(org, deviceId))
                .chain(device -> device == null
                        ? created(org, deviceId, said)
                        : Uni.createFrom().item(new Registered(replaced(device, said), false)));
    }

    private Uni<Integer> writeDown(String org, String deviceId, boolean created, Actor actor) {
        Instant now = clock.instant();
        return Panache.getSession()
                .chain(session -> session.createNativeQuery(DEED)
                        .setParameter("id", TaskId.next(now))
                        .setParameter("at", now.atOffset(ZoneOffset.UTC))
                        .setParameter("org", org)
                        .setParameter("actor", actor.name())
                        .setParameter("action", (created ? Action.DEVICE_REGISTERED : Action.DEVICE_CHANGED).name())
                        .setParameter("target", deviceId)
                        .executeUpdate());
    }

    private static Uni<DeviceName> own(String org, String deviceId, @Nullable DeviceName name) {
        if (name == null) {
            return new DeviceName(deviceId, org).persistAndFlush();
        }
        if (!name.org.equals(org)) {
            throw new Problem(ProblemType.DEVICE_ID_UNAVAILABLE, "the device id is taken");
        }
        return Uni.createFrom().item(name);
    }

    private Uni<Registered> created(String org, String deviceId, Registration said) {
        Instant now = clock.instant();
        return replaced(new Device(deviceId, org, now), said)
                .<Device>persistAndFlush()
                .map(device -> new Registered(device, true));
    }

    private static Device replaced(Device device, Registration said) {
        device.description = said.description();
        device.labels = said.labels();
        return device;
    }

    Uni<Optional<Device>> find(String org, String deviceId) {
        return Panache.withSession(() -> findNow(org, deviceId)).map(Optional::ofNullable);
    }

    private static Uni<@Nullable Device> findNow(String org, String deviceId) {
        return Device.<Device>find("org = ?1 and deviceId = ?2 and deletedAt is null", org, deviceId)
                .firstResult();
    }

    /** By id, after the last one of the page before. */
    Uni<List<Device>> list(String org, DeviceQuery query, int most) {
        DeviceQuery.Label label = query.label();
        return Panache.withSession(() -> Panache.getSession()
                .chain(session -> session.createNativeQuery(LIST, Device.class)
                        .setParameter("org", org)
                        .setParameter("after", query.after())
                        .setParameter("key", label == null ? null : label.key())
                        .setParameter("value", label == null ? null : label.value())
                        .setParameter("connected", query.connected())
                        .setParameter("most", most)
                        .getResultList()));
    }
}
