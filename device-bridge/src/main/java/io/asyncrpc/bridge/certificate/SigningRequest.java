package io.asyncrpc.bridge.certificate;

import java.io.IOException;
import java.io.StringReader;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1String;
import org.bouncycastle.asn1.pkcs.Attribute;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x500.RDN;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.Extensions;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentVerifierProviderBuilder;
import org.bouncycastle.pkcs.PKCS10CertificationRequest;
import org.bouncycastle.pkcs.PKCSException;
import org.bouncycastle.util.io.pem.PemObject;
import org.bouncycastle.util.io.pem.PemReader;

/**
 * What a device asks to have signed (PKCS#10, RFC 2986), by the rules of {@code pki/ca sign-csr}: granted as it is or refused
 * with the reason, and nothing of it is silently changed.
 */
final class SigningRequest {
    private static final Set<String> LABELS = Set.of("CERTIFICATE REQUEST", "NEW CERTIFICATE REQUEST");

    private static final int LONGEST_SHOWN = 200;

    /** What proves that who asks has the key. */
    private static final Set<ASN1ObjectIdentifier> SIGNATURES = Set.of(
            X9ObjectIdentifiers.ecdsa_with_SHA256,
            X9ObjectIdentifiers.ecdsa_with_SHA384,
            X9ObjectIdentifiers.ecdsa_with_SHA512,
            PKCSObjectIdentifiers.sha256WithRSAEncryption,
            PKCSObjectIdentifiers.sha384WithRSAEncryption,
            PKCSObjectIdentifiers.sha512WithRSAEncryption);

    private SigningRequest() {}

    /** What was asked for cannot be read at all. */
    static final class Unreadable extends Exception {
        private static final long serialVersionUID = 1L;

        Unreadable(String reason) {
            super(reason);
        }
    }

    /** What was asked for is understood and not granted. */
    static final class Refused extends Exception {
        private static final long serialVersionUID = 1L;

        Refused(String reason) {
            super(reason);
        }
    }

    /** A request of that device that can be granted. */
    static PKCS10CertificationRequest read(String pem, String deviceId) throws Unreadable, Refused {
        PKCS10CertificationRequest request = parsed(pem);
        try {
            checkSubject(request, deviceId);
            KeyRules.check(request.getSubjectPublicKeyInfo());
            checkSignature(request);
            checkExtensions(request, deviceId);
            return request;
        } catch (RuntimeException odd) {
            // Its parts are read when they are looked at, and what is not DER there comes up as one of many exceptions
            throw new Unreadable("the request is not a PKCS#10 request");
        }
    }

    private static PKCS10CertificationRequest parsed(String pem) throws Unreadable {
        try (PemReader reader = new PemReader(new StringReader(pem))) {
            PemObject block = reader.readPemObject();
            if (block == null || !LABELS.contains(block.getType())) {
                throw new Unreadable("there is no PEM block CERTIFICATE REQUEST");
            }
            if (reader.readPemObject() != null) {
                throw new Unreadable("there is more than one PEM block");
            }
            PKCS10CertificationRequest request = new PKCS10CertificationRequest(block.getContent());
            // Another way to write the same is nobody's who means well
            if (!Arrays.equals(request.toASN1Structure().getEncoded(ASN1Encoding.DER), block.getContent())) {
                throw new Unreadable("the request is not in DER");
            }
            return request;
        } catch (IOException | RuntimeException notDer) {
            throw new Unreadable("the request is not a PKCS#10 request in PEM");
        }
    }

    private static void checkSubject(PKCS10CertificationRequest request, String deviceId) throws Refused {
        RDN[] names = request.getSubject().getRDNs();
        boolean isAlone = names.length == 1
                && !names[0].isMultiValued()
                && names[0].getFirst().getType().equals(BCStyle.CN);
        if (!isAlone
                || !(names[0].getFirst().getValue() instanceof ASN1String name)
                || !name.getString().equals(deviceId)) {
            throw new Refused("the subject is '" + shown(request.getSubject().toString()) + "', it must be 'CN="
                    + deviceId + "' and nothing else");
        }
    }

    private static void checkSignature(PKCS10CertificationRequest request) throws Refused {
        if (!SIGNATURES.contains(request.getSignatureAlgorithm().getAlgorithm())) {
            throw new Refused("the request must be signed by ECDSA or RSA with SHA-256, SHA-384 or SHA-512");
        }
        try {
            if (request.isSignatureValid(
                    new JcaContentVerifierProviderBuilder().build(request.getSubjectPublicKeyInfo()))) {
                return;
            }
        } catch (OperatorCreationException | PKCSException | RuntimeException unverifiable) {
            // Is not the key's own either
        }
        throw new Refused("the signature is not of the key that the request is for");
    }

    private static void checkExtensions(PKCS10CertificationRequest request, String deviceId) throws Refused {
        for (Attribute attribute : request.getAttributes()) {
            if (!attribute.getAttrType().equals(PKCSObjectIdentifiers.pkcs_9_at_extensionRequest)
                    || attribute.getAttrValues().size() != 1) {
                throw notGranted(attribute.getAttrType());
            }
        }
        if (request.getAttributes().length > 1) {
            throw new Refused("asks twice for extensions");
        }
        Extensions asked = request.getRequestedExtensions();
        if (asked == null) {
            return;
        }
        for (ASN1ObjectIdentifier extension : asked.getExtensionOIDs()) {
            if (!extension.equals(Extension.subjectAlternativeName)) {
                throw notGranted(extension);
            }
        }
        GeneralNames names = GeneralNames.fromExtensions(asked, Extension.subjectAlternativeName);
        if (names != null
                && !List.of(names.getNames()).equals(List.of(new GeneralName(GeneralName.dNSName, deviceId)))) {
            throw new Refused("the subject alternative name may be DNS:" + deviceId + " and nothing else");
        }
    }

    private static Refused notGranted(ASN1ObjectIdentifier what) {
        return new Refused("asks for extensions that are not granted (" + what.getId() + ")");
    }

    private static String shown(String text) {
        String plain = text.replaceAll("[^ -~]", "?");
        return plain.length() <= LONGEST_SHOWN ? plain : plain.substring(0, LONGEST_SHOWN) + "...";
    }
}
