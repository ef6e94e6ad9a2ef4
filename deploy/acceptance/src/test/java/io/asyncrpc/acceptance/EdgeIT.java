package io.asyncrpc.acceptance;

import static io.asyncrpc.acceptance.Installation.variable;
import static io.asyncrpc.acceptance.Problems.assertProblem;
import static io.restassured.RestAssured.given;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.asyncrpc.acceptance.Token.Role;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The installation's own edge: nginx in front of the gateway, as clients reach it. */
@Tag(Installation.LAUNCHER)
class EdgeIT {

    private static final String URL = variable("HTTPS_URL");

    private final Organisation organisation = Organisation.fresh();
    private final String token = organisation.operator().token();

    @ParameterizedTest
    @CsvSource({"HTTP_1_1", "HTTP_2"})
    void aTaskGoesRoundOverBothVersionsOfHttp(Version version) throws Exception {
        // Given
        HttpClient client = client(version);
        try (TestDevice device = organisation.connect()) {
            HttpRequest submit = to("/tasks")
                    .header("Content-Type", "application/json")
                    .header("Idempotency-Key", "edge")
                    .POST(HttpRequest.BodyPublishers.ofString(Bodies.task(device.id(), "open", "")))
                    .build();

            // When
            HttpResponse<String> submitted = client.send(submit, BodyHandlers.ofString());
            HttpResponse<String> replayed = client.send(submit, BodyHandlers.ofString());
            String address = submitted.headers().firstValue("Location").orElseThrow();
            CompletableFuture<HttpResponse<String>> waiting = client.sendAsync(
                    to(address.replace("/api/v1", ""))
                            .header("Prefer", "wait=60")
                            .build(),
                    BodyHandlers.ofString());
            String id = address.substring(address.lastIndexOf('/') + 1);
            device.claim(id);
            assertThat(waiting).isNotDone();
            device.res(id, 200, "{\"opened\":true}");

            // Then
            HttpResponse<String> done = waiting.get(20, TimeUnit.SECONDS);
            assertThat(submitted.version()).isEqualTo(version);
            assertThat(submitted.statusCode()).isEqualTo(202);
            assertThat(replayed.headers().firstValue("Idempotency-Replayed")).hasValue("true");
            assertThat(done.body()).contains("\"state\":\"DONE\"", "\"opened\":true");
            assertThat(done.headers().firstValue("Preference-Applied")).isPresent();
            assertThat(done.headers().firstValue("ETag")).isPresent();
        }
    }

    @ParameterizedTest
    @CsvSource({"tls1_3, true", "tls1_2, true", "tls1_1, false", "tls1, false"})
    void onlyModernTlsIsSpoken(String protocol, boolean spoken) throws Exception {
        assertThat(openssl("-" + protocol)).isEqualTo(spoken);
    }

    @ParameterizedTest
    @ValueSource(strings = {"AES128-SHA", "AES256-GCM-SHA384", "ECDHE-ECDSA-AES128-SHA256", "NULL", "3DES"})
    void noOldCipherIsSpoken(String cipher) throws Exception {
        assertThat(openssl("-tls1_2", "-cipher", cipher + ":@SECLEVEL=0")).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "/api/v1/tasks, 200, true",
        "/api/v1/tasks, 401, false",
        "/api/v1/nothing, 404, true",
        "/nothing, 404, false",
        "/q/openapi, 200, false"
    })
    void everyAnswerTellsBrowsersToBeCareful(String path, int status, boolean known) {
        // When
        Response answer = (known ? known() : stranger()).basePath("").get(path);

        // Then
        answer.then()
                .statusCode(status)
                .header("Strict-Transport-Security", "max-age=31536000")
                .header("X-Content-Type-Options", "nosniff")
                .header("X-Frame-Options", "DENY")
                .header("Referrer-Policy", "no-referrer")
                .header("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'")
                .header("Server", "nginx");
        assertThat(answer.headers().getValues("X-Content-Type-Options")).hasSize(1);
    }

    @Test
    void thePageOfTheApiWorksByAPolicyOfItsOwn() {
        stranger()
                .basePath("")
                .get("/q/swagger-ui/")
                .then()
                .statusCode(200)
                .header("Content-Security-Policy", org.hamcrest.Matchers.containsString("default-src 'self'"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "/q/metrics",
                "/q/health/ready",
                "/token",
                "/api/v1",
                "/pki",
                "/accounts/pump",
                "/q/openapi/../metrics",
                "/q/swagger-ui/../metrics",
                "/q/swagger-ui/%2e%2e/metrics",
                "/q/swagger-ui/..%2fmetrics",
                "//q/metrics",
                "/api/v1/../../q/metrics",
                "/api/v1/%2e%2e/%2e%2e/accounts/pump"
            })
    void whatIsBehindTheDoorIsNotShown(String path) {
        assertProblem(known().basePath("").redirects().follow(false).get(path), 404, "not-found");
    }

    @Test
    void aBodyThatIsTooLargeIsRefused() {
        assertProblem(known().body(new byte[600_000]).post("/tasks"), 413, "too-large");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api/v1/a%00b", "/api/v1/%zz", "/../../x", "/api/v1/{9000}", "no path", "\u0001\u0002"})
    void whatIsNoHttpIsToldSo(String target) throws Exception {
        // Given
        String line = "GET " + target.replace("{9000}", "x".repeat(9_000)) + " HTTP/1.1\r\nHost: localhost\r\n\r\n";
        URI address = URI.create(URL);
        try (Socket socket = tls().getSocketFactory().createSocket(address.getHost(), address.getPort())) {
            socket.setSoTimeout(30_000);

            // When
            socket.getOutputStream().write(line.getBytes(UTF_8));
            String answer = new String(socket.getInputStream().readAllBytes(), UTF_8);

            // Then
            assertThat(answer)
                    .containsPattern("^HTTP/1.1 4(00|14) ")
                    .contains("application/problem+json", "\"malformed\"");
        }
    }

    @Test
    void aLargePayloadGoesThrough() {
        // Given
        String device = organisation.register();
        String body = Bodies.task(device, "open", "\"payload\":" + Bodies.textOfBytes(200_000));

        // When
        Response submitted = known().body(body).post("/tasks");

        // Then
        submitted.then().statusCode(202);
        assertThat(known().get("/tasks/" + submitted.path("id")).path("payload").toString())
                .hasSize(199_998);
    }

    @Test
    void aHeaderThatIsTooLongIsRefused() {
        assertProblem(known().header("Accept", "x".repeat(20_000)).get("/tasks"), 400, "malformed");
    }

    @Test
    void httpWithoutTlsIsToldSo() {
        assertProblem(given().get(URL.replace("https:", "http:") + "/api/v1/tasks"), 400, "malformed");
    }

    @Test
    void aTokenThatIsFarTooLongIsRefused() {
        // Given
        String endless = token + "a".repeat(7_000);

        // When
        Response answer =
                stranger().header("Authorization", "Bearer " + endless).get("/tasks");

        // Then
        assertProblem(answer, 401, "unauthenticated");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"Bearer", "Bearer ..", "Bearer e30.e30.", "Bearer bnVsbA.bnVsbA.AA", "Basic dTpw", "Bearer a b"})
    void whatIsNoTokenIsRefused(String authorization) {
        // When
        Response answer = stranger().header("Authorization", authorization).get("/tasks");

        // Then
        assertProblem(answer, 401, "unauthenticated");
        assertThat(answer.header("WWW-Authenticate")).isEqualTo("Bearer error=\"invalid_token\"");
    }

    @Test
    void whoGivesNothingIsToldWhatToGive() {
        // When
        Response answer = stranger().get("/tasks");

        // Then
        assertProblem(answer, 401, "unauthenticated");
        assertThat(answer.headers().getValues("WWW-Authenticate")).containsExactly("Bearer");
        assertThat(given().get(variable("EDGE_MANAGEMENT_URL") + "/q/metrics").asString())
                .containsPattern("edge_token_refused_total\\{reason=\"missing\"} [1-9]")
                .containsPattern("edge_refused_total\\{status=\"401\"} [1-9]")
                .containsPattern("edge_connections\\{state=\"active\"} [1-9]");
    }

    @Test
    void theRoleAndTheOrganisationAreLookedAtBehindIt() {
        // Given
        String device = organisation.register();
        String id = organisation.operator().submit(device, "open", "");
        String viewer = organisation.viewer().token();
        String foreign =
                ApiClient.of("other-" + organisation.name(), Role.ADMIN).token();

        // When
        Response tooLow = with(viewer).body("{}").put("/devices/" + device);
        Response other = with(foreign).get("/tasks/" + id);

        // Then
        assertProblem(tooLow, 403, "forbidden");
        assertProblem(other, 404, "not-found");
    }

    @Test
    void whoSpeaksTooSlowlyLosesItsConnection() throws Exception {
        // Given
        URI address = URI.create(URL);
        try (Socket socket = tls().getSocketFactory().createSocket(address.getHost(), address.getPort())) {
            socket.setSoTimeout(30_000);
            socket.getOutputStream().write("GET /api/v1/tasks HTTP/1.1\r\nHost: localhost\r\nX-Slow: ".getBytes(UTF_8));

            // When
            long start = System.nanoTime();
            InputStream in = socket.getInputStream();
            in.readAllBytes();

            // Then
            assertThat(Duration.ofNanos(System.nanoTime() - start))
                    .isBetween(Duration.ofSeconds(8), Duration.ofSeconds(25));
        }
    }

    private static boolean openssl(String... options) throws Exception {
        URI address = URI.create(URL);
        String[] command = {
            "openssl", "s_client", "-connect", address.getHost() + ":" + address.getPort(), "-servername", "localhost"
        };
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.command().addAll(java.util.List.of(options));
        Process process = builder.start();
        process.getOutputStream().close();
        String said = new String(process.getInputStream().readAllBytes(), UTF_8);
        process.waitFor();
        return said.contains("BEGIN CERTIFICATE") && !said.contains("Cipher is (NONE)");
    }

    private HttpRequest.Builder to(String path) {
        return HttpRequest.newBuilder(URI.create(URL + "/api/v1" + path)).header("Authorization", "Bearer " + token);
    }

    private static HttpClient client(Version version) throws Exception {
        return HttpClient.newBuilder().version(version).sslContext(tls()).build();
    }

    private static SSLContext tls() throws Exception {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, Badge.trust().getTrustManagers(), null);
        return context;
    }

    private RequestSpecification known() {
        return with(token);
    }

    private static RequestSpecification with(String token) {
        return stranger().header("Authorization", "Bearer " + token).contentType("application/json");
    }

    private static RequestSpecification stranger() {
        return Edge.trusting(URL);
    }
}
