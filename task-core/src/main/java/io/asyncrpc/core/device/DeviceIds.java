package io.asyncrpc.core.device;

import io.asyncrpc.core.problem.Problem;
import io.asyncrpc.core.problem.Problem.FieldError;
import java.util.List;
import java.util.regex.Pattern;

/** The alphabet of device ids (protocol, "Device identity"). */
final class DeviceIds {
    static final Pattern FORM = Pattern.compile("[A-Za-z0-9_-]{1,64}");

    private DeviceIds() {}

    /** @throws Problem invalid, if no device can have that id */
    static String registrable(String id) {
        if (!FORM.matcher(id).matches()) {
            throw Problem.invalid(List.of(new FieldError("/deviceId", "must match " + FORM.pattern())));
        }
        return id;
    }

    /** @throws Problem device-not-found, if no device can have that id */
    static String existing(String id) {
        if (!FORM.matcher(id).matches()) {
            throw DeviceResource.noDevice();
        }
        return id;
    }
}
