package io.asyncrpc.fleet.device;

/** Sees every word between a device and the core, in the order the device does. */
public interface DeviceObserver {

    void hears(String deviceId, Heard word);

    void says(String deviceId, Said word);

    /** A callback failed, or a word could not be sent; the device goes on. */
    void troubled(String deviceId, Throwable cause);
}
