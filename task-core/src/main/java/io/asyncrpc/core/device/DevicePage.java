package io.asyncrpc.core.device;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One page of devices. */
@RegisterForReflection
record DevicePage(List<DeviceView> items, @Nullable String next) {}
