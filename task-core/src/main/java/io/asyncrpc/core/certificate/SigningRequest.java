package io.asyncrpc.core.certificate;

import io.asyncrpc.core.problem.BodyReader;
import io.asyncrpc.core.problem.Problem;
import io.asyncrpc.core.problem.ProblemType;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** A device's request (PKCS#10 in PEM) as a client hands it in; what is in it the bridge judges. */
record SigningRequest(String pem) {
    /** Far more than a request with the largest key has. */
    private static final int MOST_BYTES = 16 * 1024;

    /** {@code {"csr": "-----BEGIN CERTIFICATE REQUEST-----..."}} */
    static SigningRequest read(byte[] bytes) {
        checkSize(bytes, 2 * MOST_BYTES); // in JSON each end of a line is two characters
        BodyReader body = new BodyReader(bytes);
        @Nullable String[] csr = new String[1];
        body.object((name, value) -> {
            if (name.equals("csr")) {
                csr[0] = body.anyText(name, MOST_BYTES);
            } else {
                body.unknown(name);
            }
        });
        if (csr[0] == null) {
            body.missing("csr");
        }
        body.complete();
        return new SigningRequest(body.required(csr[0]));
    }

    /** The PEM alone. */
    static SigningRequest readPem(byte[] bytes) {
        checkSize(bytes, MOST_BYTES);
        try {
            return new SigningRequest(StandardCharsets.US_ASCII
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString());
        } catch (CharacterCodingException notText) {
            throw Problem.malformed("the request is not in PEM");
        }
    }

    private static void checkSize(byte[] bytes, int most) {
        if (bytes.length > most) {
            throw new Problem(ProblemType.TOO_LARGE, "a request has at most " + MOST_BYTES + " bytes");
        }
    }
}
