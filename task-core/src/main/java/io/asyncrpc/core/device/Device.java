package io.asyncrpc.core.device;

import io.quarkus.hibernate.reactive.panache.PanacheEntityBase;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;
import org.jspecify.annotations.Nullable;

/**
 * One registration of a device. Made anew under the same id it is another one, which inherits nothing. What is not updatable
 * here is written by {@link AccountStore} and {@link DeviceRemovalStore}: an edit under way must not write it back.
 */
@Entity
@Table(name = "device")
public class Device extends PanacheEntityBase {
    /** How far the broker's account of the device is. */
    enum Account {
        /** Wanted; the broker does not have it yet. */
        PENDING,
        /** Made: credentials let the device in. */
        READY,
        /** The device is deleted; the account is still to go. */
        REMOVING,
        /** Gone. */
        REMOVED
    }

    @Id
    UUID uid;

    @Column(name = "device_id", updatable = false)
    String deviceId;

    @Column(updatable = false)
    String org;

    @Nullable String description;

    @JdbcTypeCode(SqlTypes.JSON)
    Map<String, String> labels;

    @Enumerated(EnumType.STRING)
    @Column(updatable = false)
    Account account;

    @Column(name = "created_at", updatable = false)
    Instant createdAt;

    @Column(name = "deleted_at", updatable = false)
    @Nullable Instant deletedAt;

    /** For Hibernate. */
    @SuppressWarnings("NullAway.Init")
    protected Device() {}

    Device(String deviceId, String org, Instant createdAt) {
        this.uid = UUID.randomUUID();
        this.deviceId = deviceId;
        this.org = org;
        this.labels = Map.of();
        this.account = Account.PENDING;
        this.createdAt = createdAt;
    }
}
