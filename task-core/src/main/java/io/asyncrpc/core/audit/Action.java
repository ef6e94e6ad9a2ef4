package io.asyncrpc.core.audit;

/** What can be done to the house, as the audit log names it. Names are kept for ever. */
public enum Action {
    /** Target: the task; detail: the device and the method. */
    TASK_SUBMITTED,
    /** Target: the task; detail: {@code force} or nothing. Also when the device is only asked to stop. */
    TASK_CANCELLED,
    DEVICE_REGISTERED,
    /** Registered again: what was said of it is replaced. */
    DEVICE_CHANGED,
    DEVICE_DELETED,
    /** A new password was made; target: the device. */
    CREDENTIALS_MADE,
    /** Signed for a device; target: the device; detail: the serial number. */
    CERTIFICATE_ISSUED,
    /** Target: the device; detail: the serial number and the reason. Also of each that its device, deleted, leaves behind. */
    CERTIFICATE_REVOKED,
    /** Target: the key; detail: its role and its end. */
    KEY_MADE,
    KEY_REVOKED,
    /** By the gateways, an edge or a broker; target: the reason; detail: how often. Of no organisation, unless it was a key of one. */
    LOGINS_REFUSED
}
