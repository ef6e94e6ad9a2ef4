package io.asyncrpc.acceptance;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.restassured.response.Response;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Devices of an organisation that make their keys themselves, and have their requests signed over the API. */
record Applicant(Organisation organisation, Path folder) {

    private static final String PEM = "application/x-pem-file";
    private static final String CHAIN = "application/pem-certificate-chain";

    /** A certificate that was issued, with its serial number. */
    record Issued(String serial, Badge badge) {}

    /** A request that is good, with its key beside it. */
    Path request(String deviceId) throws IOException, InterruptedException {
        return request(deviceId, "/CN=" + deviceId, "ec -pkeyopt ec_paramgen_curve:P-256");
    }

    /** A request of any kind; {@code more} are further options of {@code openssl req}. */
    Path request(String deviceId, String subject, String key, String... more) throws IOException, InterruptedException {
        Path own = Files.createTempDirectory(folder, deviceId);
        List<String> arguments = new ArrayList<>(List.of("req", "-new", "-noenc", "-subj", subject, "-newkey"));
        arguments.addAll(List.of(key.split(" ")));
        arguments.addAll(List.of("-keyout", own.resolve("key.pem").toString()));
        arguments.addAll(List.of("-out", own.resolve("request.pem").toString()));
        arguments.addAll(List.of(more));
        Authority.ofTheSystem().openssl(arguments.toArray(String[]::new));
        return own.resolve("request.pem");
    }

    /** Another request for the key of a former one, of whatever device. */
    Path again(Path former, String deviceId) throws IOException, InterruptedException {
        Path request = Files.createTempFile(folder, deviceId, ".pem");
        Authority.ofTheSystem()
                .openssl(
                        "req",
                        "-new",
                        "-subj",
                        "/CN=" + deviceId,
                        "-key",
                        former.resolveSibling("key.pem").toString(),
                        "-out",
                        request.toString());
        return request;
    }

    Response hand(String deviceId, String request) {
        return organisation
                .admin()
                .request()
                .contentType(PEM)
                .body(request.getBytes(UTF_8))
                .post("/devices/" + deviceId + "/certificates");
    }

    /** Key, request and certificate. */
    Issued issue(String deviceId) throws IOException, InterruptedException {
        Path request = request(deviceId);
        Response answer = organisation
                .admin()
                .request()
                .contentType(PEM)
                .accept(CHAIN)
                .body(Files.readAllBytes(request))
                .post("/devices/" + deviceId + "/certificates");
        answer.then().statusCode(201);
        Files.write(request.resolveSibling("chain.pem"), answer.asByteArray());
        String location = answer.header("Location");
        return new Issued(location.substring(location.lastIndexOf('/') + 1), Badge.in(request.resolveSibling(".")));
    }

    void revoke(String deviceId, String serial) {
        organisation
                .admin()
                .request()
                .delete("/devices/" + deviceId + "/certificates/" + serial)
                .then()
                .statusCode(204);
    }

    /** What is shown of one of the device's certificates. */
    String shown(String deviceId, String serial, String field) {
        return organisation
                .viewer()
                .get("/devices/" + deviceId + "/certificates/" + serial)
                .jsonPath()
                .getString(field);
    }
}
