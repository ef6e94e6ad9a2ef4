package io.asyncrpc.acceptance;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/**
 * A thousand devices that are registered have certificates within a minute, over the API. What devices do by themselves is done before
 * the clock starts: keys and requests. How long it takes to register them is told beside it.
 */
@Isolated("a bound on time")
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class ManyCertificatesIT {

    private static final int DEVICES = 1_000;
    private static final int AT_ONCE = 16;
    private static final Duration BOUND = Duration.ofSeconds(60);
    private static final int CREATED = 201;

    private final Organisation organisation = Organisation.fresh();
    private final Applicant applicant;
    private final HttpClient client = HttpClient.newHttpClient();
    private final List<String> ids = IntStream.range(0, DEVICES)
            .mapToObj(i -> "meter-" + Organisation.unique() + "-" + i)
            .toList();

    ManyCertificatesIT(@TempDir Path temporary) {
        this.applicant = new Applicant(organisation, temporary);
    }

    @Test
    void aThousandDevicesHaveCertificatesWithinAMinute() throws Exception {
        // Given
        List<Path> requests = all(Runtime.getRuntime().availableProcessors(), i -> () -> applicant.request(ids.get(i)));

        // When
        long begin = System.nanoTime();
        all(AT_ONCE, i -> () -> send(put(ids.get(i))));
        long registered = System.nanoTime();
        List<String> chains = all(AT_ONCE, i -> () -> send(post(ids.get(i), requests.get(i))));
        long end = System.nanoTime();

        // Then
        System.out.printf(
                "%d devices with certificates: %.1f s (registered in %.1f s, certified in %.1f s)%n",
                DEVICES, seconds(begin, end), seconds(begin, registered), seconds(registered, end));
        assertThat(Duration.ofNanos(end - registered)).isLessThan(BOUND);
        Set<PublicKey> keys = new HashSet<>();
        for (int i = 0; i < DEVICES; i++) {
            X509Certificate certificate = certificate(chains.get(i));
            assertThat(certificate.getSubjectX500Principal().getName()).isEqualTo("CN=" + ids.get(i));
            keys.add(certificate.getPublicKey());
        }
        assertThat(keys).hasSize(DEVICES);
        Path chain = requests.getLast().resolveSibling("chain.pem");
        Files.writeString(chain, chains.getLast());
        TestDevice.open(ids.getLast(), Badge.in(chain.resolveSibling("."))).close();
    }

    private HttpRequest put(String id) {
        return request("/devices/" + id, "application/json")
                .PUT(BodyPublishers.ofString("{}"))
                .build();
    }

    private HttpRequest post(String id, Path request) throws IOException {
        return request("/devices/" + id + "/certificates", "application/x-pem-file")
                .header("Accept", "application/pem-certificate-chain")
                .POST(BodyPublishers.ofFile(request))
                .build();
    }

    private HttpRequest.Builder request(String path, String contentType) {
        return HttpRequest.newBuilder(URI.create(Installation.API + "/api/v1" + path))
                .header("Authorization", "Bearer " + organisation.admin().token())
                .header("Content-Type", contentType);
    }

    private String send(HttpRequest request) throws IOException, InterruptedException {
        HttpResponse<String> answer = client.send(request, BodyHandlers.ofString());
        assertThat(answer.statusCode()).as("%s", answer.body()).isEqualTo(CREATED);
        return answer.body();
    }

    private interface Each<T> {
        Callable<T> of(int device);
    }

    private static <T> List<T> all(int atOnce, Each<T> each) throws Exception {
        try (ExecutorService threads = Executors.newFixedThreadPool(atOnce)) {
            List<Callable<T>> work =
                    IntStream.range(0, DEVICES).mapToObj(each::of).toList();
            List<T> done = new ArrayList<>();
            for (Future<T> one : threads.invokeAll(work)) {
                done.add(one.get());
            }
            return done;
        }
    }

    private static X509Certificate certificate(String chain) throws GeneralSecurityException {
        return (X509Certificate) CertificateFactory.getInstance("X.509")
                .generateCertificate(new ByteArrayInputStream(chain.getBytes(US_ASCII)));
    }

    private static double seconds(long begin, long end) {
        return (end - begin) / 1e9;
    }
}
