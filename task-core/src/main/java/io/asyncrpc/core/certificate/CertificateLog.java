package io.asyncrpc.core.certificate;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import org.jboss.logging.Logger;

/** The one place that hears of every certificate that is issued, taken back or about to end. */
@ApplicationScoped
class CertificateLog {
    private static final Logger LOG = Logger.getLogger(CertificateLog.class);

    void issued(String deviceId, IssuedCertificate certificate) {
        LOG.infof(
                "certificate issued deviceId=%s serial=%s notAfter=%s",
                deviceId, certificate.serial(), certificate.notAfter());
    }

    void revoked(String deviceId, String serial, Reason reason) {
        LOG.infof("certificate revoked deviceId=%s serial=%s reason=%s", deviceId, serial, reason.text());
    }

    void ending(String deviceId, String serial, Instant notAfter) {
        LOG.warnf("certificate ends soon deviceId=%s serial=%s notAfter=%s", deviceId, serial, notAfter);
    }
}
