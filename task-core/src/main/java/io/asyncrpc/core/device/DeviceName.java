package io.asyncrpc.core.device;

import io.quarkus.hibernate.reactive.panache.PanacheEntityBase;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

/** Whose a device id is, for ever: of the organisation that registered it first. */
@Entity
@Table(name = "device_name")
public class DeviceName extends PanacheEntityBase {
    @Id
    @Column(name = "device_id")
    String deviceId;

    String org;

    /** For Hibernate. */
    @SuppressWarnings("NullAway.Init")
    protected DeviceName() {}

    DeviceName(String deviceId, String org) {
        this.deviceId = deviceId;
        this.org = org;
    }
}
