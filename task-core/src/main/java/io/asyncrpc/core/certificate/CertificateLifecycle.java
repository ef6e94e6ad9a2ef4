package io.asyncrpc.core.certificate;

import io.asyncrpc.core.audit.Action;
import io.asyncrpc.core.audit.Deed;
import io.asyncrpc.core.caller.Actor;
import io.asyncrpc.core.certificate.CertificateStore.Draft;
import io.asyncrpc.core.certificate.CertificateStore.Kept;
import io.asyncrpc.core.certificate.CertificateStore.Place;
import io.asyncrpc.core.certificate.SigningRelay.Signed;
import io.asyncrpc.core.problem.Problem;
import io.asyncrpc.core.problem.ProblemType;
import io.asyncrpc.core.task.Sha256;
import io.asyncrpc.core.task.TaskId;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Locale;

/** What clients do to certificates. */
@ApplicationScoped
class CertificateLifecycle {
    /** Of a device, in the same second. */
    private static final int MOST_TRIES = 5;

    /** For so long an organisation may be a little over its share of the list. */
    private static final Duration COUNT_KEPT = Duration.ofSeconds(10);

    private final CertificateStore certificates;
    private final RecentCount takenBack;
    private final WithdrawalStore withdrawals;
    private final SigningRelay signer;
    private final RevocationRelay broker;
    private final CertificateLog log;
    private final CertificateConfig config;
    private final InstantSource clock;

    /** Who wants a certificate for which device. */
    private record Wish(String org, String deviceId, Actor actor) {
        Deed deed(String serial, Instant now) {
            return new Deed(TaskId.next(now), now, org, actor.name(), Action.CERTIFICATE_ISSUED, deviceId, serial);
        }
    }

    /** A certificate that was asked for. */
    record Made(IssuedCertificate certificate, boolean isNew) {}

    CertificateLifecycle(
            CertificateStore certificates,
            WithdrawalStore withdrawals,
            SigningRelay signer,
            RevocationRelay broker,
            CertificateLog log,
            CertificateConfig config,
            InstantSource clock) {
        this.certificates = certificates;
        this.takenBack = new RecentCount(org -> certificates.takenBack(org, clock.instant()), COUNT_KEPT);
        this.withdrawals = withdrawals;
        this.signer = signer;
        this.broker = broker;
        this.log = log;
        this.config = config;
        this.clock = clock;
    }

    /** Handed out is only what is stored; a request that comes again gets the same. */
    Uni<Made> issue(String org, String deviceId, SigningRequest request, Actor actor) {
        byte[] print = Sha256.of(request.pem().strip().getBytes(StandardCharsets.UTF_8));
        return issue(new Wish(org, deviceId, actor), request, print, MOST_TRIES);
    }

    private Uni<Made> issue(Wish wish, SigningRequest request, byte[] print, int tries) {
        String org = wish.org();
        String deviceId = wish.deviceId();
        Instant now = clock.instant();
        return certificates
                .place(org, deviceId, now)
                .map(place -> place.orElseThrow(CertificateLifecycle::noDevice))
                .chain(place -> certificates
                        .repeated(place.uid(), print, now.minus(config.repetition()))
                        .chain(before -> before.isPresent()
                                ? Uni.createFrom().item(new Kept.Repeated(before.get()))
                                : make(wish, place, request, print, now)))
                .chain(kept -> switch (kept) {
                    case Kept.Stored stored -> {
                        log.issued(deviceId, stored.certificate());
                        yield Uni.createFrom().item(new Made(stored.certificate(), true));
                    }
                    case Kept.Repeated repeated -> Uni.createFrom().item(new Made(repeated.certificate(), false));
                    case Kept.Gone gone -> throw noDevice();
                    case Kept.Compromised compromised ->
                        throw new Problem(
                                ProblemType.KEY_COMPROMISED,
                                "a certificate for this key was revoked since the key is compromised; make a new key");
                    case Kept.Taken taken -> {
                        if (tries == 1) {
                            throw new Problem(ProblemType.UNAVAILABLE, "others ask for certificates of the device");
                        }
                        yield issue(wish, request, print, tries - 1);
                    }
                });
    }

    private Uni<Kept> make(Wish wish, Place place, SigningRequest request, byte[] print, Instant now) {
        if (place.good() >= config.mostGood()) {
            throw new Problem(
                    ProblemType.QUOTA_EXCEEDED,
                    "the device has " + place.good() + " certificates that are good; revoke one of them");
        }
        return takenBack.of(wish.org()).chain(count -> {
            if (count >= config.mostTakenBack()) {
                throw new Problem(
                        ProblemType.QUOTA_EXCEEDED,
                        "too many certificates of the organisation were revoked and have not run out yet");
            }
            return sign(wish, place, request, print, now);
        });
    }

    private Uni<Kept> sign(Wish wish, Place place, SigningRequest request, byte[] print, Instant now) {
        Instant begin = begin(place, now);
        Instant end = now.plus(config.life()).truncatedTo(ChronoUnit.SECONDS);
        return signer.sign(place.deviceId(), request, begin, end)
                .chain(signed -> certificates.keep(
                        new Draft(place.uid(), place.deviceId(), print, signed.key(), drafted(signed, begin, now)),
                        now.minus(config.repetition()),
                        wish.deed(signed.serial(), now)));
    }

    /** No two of a device in one second. */
    private Instant begin(Place place, Instant now) {
        Instant begin = now.minus(config.backdating()).truncatedTo(ChronoUnit.SECONDS);
        Instant newest = place.newestBegin();
        return newest == null || newest.isBefore(begin) ? begin : newest.plusSeconds(1);
    }

    private static IssuedCertificate drafted(Signed signed, Instant begin, Instant now) {
        return new IssuedCertificate(
                signed.serial(),
                begin,
                signed.notAfter(),
                now.truncatedTo(ChronoUnit.MICROS),
                null,
                null,
                null,
                signed.chain());
    }

    Uni<CertificateList> list(String org, String deviceId) {
        return certificates
                .list(org, deviceId)
                .map(found -> found.orElseThrow(CertificateLifecycle::noDevice))
                .map(all -> new CertificateList(
                        all.stream().map(IssuedCertificate::withoutChain).toList()));
    }

    Uni<IssuedCertificate> find(String org, String deviceId, String serial) {
        return certificates
                .find(org, deviceId, whole(serial))
                .map(found -> found.orElseThrow(CertificateLifecycle::noCertificate));
    }

    /** Committed is revoked; the broker knows it at once, or when it is back. */
    Uni<Void> revoke(String org, String deviceId, String serial, Reason reason, Actor actor) {
        return withdrawals
                .revoke(new WithdrawalStore.Wish(org, deviceId, whole(serial), reason, actor), clock.instant())
                .map(found -> found.orElseThrow(CertificateLifecycle::noCertificate))
                .invoke(all -> all.forEach(one -> log.revoked(one.deviceId(), one.serial(), reason)))
                .chain(all -> all.isEmpty() ? Uni.createFrom().voidItem() : broker.enforcePatiently());
    }

    private static String whole(String serial) {
        return serial.toUpperCase(Locale.ROOT);
    }

    private static Problem noDevice() {
        return new Problem(ProblemType.DEVICE_NOT_FOUND, "the organisation has no device of this id");
    }

    private static Problem noCertificate() {
        return new Problem(ProblemType.NOT_FOUND, "the device has no certificate of this serial number");
    }
}
