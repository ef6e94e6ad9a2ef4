package io.asyncrpc.core.certificate;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;

/** What was issued for a device, newest first. */
@RegisterForReflection
record CertificateList(List<Certificate> items) {
    CertificateList {
        items = List.copyOf(items);
    }
}
