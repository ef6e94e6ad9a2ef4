package io.asyncrpc.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.asyncrpc.acceptance.TestDevice.Account;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/** A backup, what happens after it, and a restore: everything that was open in it comes to an end that is true. */
@Tag(Installation.LAUNCHER)
@Isolated("stops the system, and takes it back to what it was")
@TestMethodOrder(OrderAnnotation.class)
class BackupIT {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Organisation ORGANISATION = Organisation.fresh();
    private static final Map<String, String> TASKS = new HashMap<>();

    /** The backup it is given, with another schema and sums that are right. */
    private static final String OF_TOMORROW = """
            mkdir newer && cd newer && tar -xf "$1"
            sed -i 's/^schema=.*/schema=9999/' about
            find . -type f ! -name sums -exec openssl dgst -sha256 -r {} + > ../newer.sums && mv ../newer.sums sums
            tar -cf ../newer.backup about sums accounts.json database.dump keys
            """;

    private static Path folder;
    private static Path backup;
    private static Account account;
    private static Account laterAccount;
    private static Launcher made;
    private static Launcher restored;

    /** Before the backup, between it and the restore, and the restore. */
    @BeforeAll
    static void backUpGoOnAndRestore(@TempDir Path empty) throws Exception {
        folder = empty;
        backup = folder.resolve("today.backup");
        account = ORGANISATION.hire();
        try (TestDevice device = TestDevice.connect(account)) {
            for (String name : List.of("done", "lost", "brought", "begun", "tried again", "stopping")) {
                submit(name, "");
            }
            submit("once", "\"maxAttempts\":1,\"lease\":5");
            submit("short", "\"ttl\":600");
            for (String name : List.of("done", "lost", "brought", "tried again", "stopping", "once")) {
                device.claim(id(name));
            }
            tell(device, "done", 200, "1");

            made = Launcher.run("backup", backup.toString());

            submit("unknown", "");
            device.claim(id("unknown"));
            device.claim(id("begun"));
            tell(device, "lost", 200, "1");
            device.res(id("tried again"), 503, "1");
            ORGANISATION.operator().post("/tasks/" + id("stopping") + "/cancel", "{}");
            laterAccount = ORGANISATION.hire();
        }
        assertDone(Launcher.run("down"));
        restored = Launcher.run("restore", "--force", backup.toString());
        assertDone(Launcher.up());
    }

    private static void assertDone(Launcher run) {
        assertThat(run.exitCode()).as("%s", run.output()).isZero();
    }

    /** Whatever went wrong, the next tests find a system. */
    @AfterAll
    static void up() throws Exception {
        Launcher.up();
    }

    private static void submit(String name, String more) {
        TASKS.put(name, ORGANISATION.operator().submit(account.username(), "open", more));
    }

    private static String id(String name) {
        return Objects.requireNonNull(TASKS.get(name));
    }

    private static void tell(TestDevice device, String name, int status, String attempt) {
        String task = id(name);
        device.say(
                "res", task, Map.of("status_code", Integer.toString(status), "attempt", attempt), "\"" + name + "\"");
        device.hear("cmt", word -> word.isAbout(task));
    }

    private static JsonPath task(String name) {
        return ORGANISATION.viewer().task(id(name));
    }

    @Test
    @Order(1)
    void backupAndRestoreSayWhatTheyDid() {
        assertThat(made.exitCode()).as(made.output()).isZero();
        assertThat(restored.exitCode()).as(restored.output()).isZero();
        assertThat(restored.output()).contains("What was here before is in ", "Restored as of ");
        assertThat(backup)
                .satisfies(file -> assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                        .isEqualTo("rw-------"));
    }

    @Test
    @Order(2)
    void everyTaskIsWhatItWasAndWhatCameLaterIsUnknown() {
        assertThat(task("done").getString("state")).isEqualTo("DONE");
        for (String held : List.of("lost", "brought", "tried again", "stopping")) {
            assertThat(task(held).getString("state")).as(held).isEqualTo("LOCKED");
        }
        for (String waiting : List.of("begun", "short")) {
            assertThat(task(waiting).getString("state")).as(waiting).isEqualTo("NEW");
        }
        assertThat(ORGANISATION.viewer().get("/tasks/" + id("unknown")).statusCode())
                .isEqualTo(404);
    }

    @Test
    @Order(3)
    @Timeout(120)
    void whatDevicesBringAfterwardsIsBelievedOnceAndTheRestIsHandedOutAgainOrEndsUnknown() {
        // Given: the device has the password of before
        try (TestDevice device = TestDevice.connect(account)) {
            // When: results of attempts that the database knows, does not know, has stored, and of a task it does not
            // know
            tell(device, "brought", 200, "1");
            tell(device, "begun", 200, "1");
            tell(device, "tried again", 200, "2");
            tell(device, "tried again", 200, "2");
            tell(device, "done", 200, "1");
            String unknown = id("unknown");
            device.res(unknown, 200, "1");
            Word refused = device.hear("err", word -> word.isAbout(unknown));
            Word again = device.claim(id("lost"));
            tell(device, "lost", 200, "1");

            // Then
            assertThat(refused.body().getInt("status")).isEqualTo(404);
            assertThat(again.body().getInt("attempt")).isEqualTo(1);
            assertEnded("brought", "DONE", "KNOWN", 1);
            assertEnded("begun", "DONE", "KNOWN", 1);
            assertEnded("tried again", "DONE", "KNOWN", 2);
            assertEnded("lost", "DONE", "KNOWN", 1);
            for (String name : List.of("done", "brought", "begun", "tried again", "lost")) {
                assertThat(task(name).getList("results")).as(name).hasSize(1);
            }
            Awaitility.await().atMost(PATIENCE).untilAsserted(() -> assertEnded("once", "FAILED", "UNKNOWN", 1));
            ORGANISATION.operator().post("/tasks/" + id("short") + "/cancel", "{}");
            assertEnded("short", "CANCELED", "UNKNOWN", 0);
            ORGANISATION.operator().post("/tasks/" + id("stopping") + "/cancel", "{\"force\":true}");
            assertEnded("stopping", "CANCELED", "UNKNOWN", 1);
        }
    }

    private static void assertEnded(String name, String state, String outcome, int attempt) {
        assertThat(List.of(
                        task(name).getString("state"), String.valueOf(task(name).getString("outcome"))))
                .as(name)
                .containsExactly(state, outcome);
        assertThat(task(name).getInt("attempt")).as(name).isEqualTo(attempt);
    }

    @Test
    @Order(4)
    void aDeviceThatCameLaterIsUnknownAndCannotLogIn() {
        // When
        Response device = ORGANISATION.viewer().get("/devices/" + laterAccount.username());

        // Then
        assertThat(device.statusCode()).isEqualTo(404);
        assertThat(BrokerUsers.get("users?columns=name"))
                .contains(account.username())
                .doesNotContain(laterAccount.username());
    }

    @Test
    @Order(5)
    void theAuditLogIsWhole() throws Exception {
        Launcher audit = Launcher.run("audit", "verify");
        assertThat(audit.exitCode()).as(audit.output()).isZero();
    }

    @Test
    @Order(6)
    void aSystemThatRunsAndOneThatIsThereAreNotOverwritten(@TempDir Path elsewhere) throws Exception {
        // Given
        Files.createDirectories(elsewhere.resolve("pki"));
        Files.writeString(elsewhere.resolve("pki/ca.pem"), "another one");

        // When
        Launcher running = Launcher.run("restore", "--force", backup.toString());
        Launcher there = Launcher.runApart(elsewhere, "restore", backup.toString());

        // Then
        assertThat(running.exitCode()).isEqualTo(1);
        assertThat(running.output()).contains("this installation runs");
        assertThat(there.exitCode()).isEqualTo(1);
        assertThat(there.output()).contains("there is an installation");
        assertThat(elsewhere.resolve("pki/ca.pem")).hasContent("another one");
    }

    @Test
    @Order(7)
    void aBrokenFileIsRefusedAndChangesNothing(@TempDir Path elsewhere) throws Exception {
        // Given: one byte of the database is another, and half of it is missing
        byte[] bytes = Files.readAllBytes(backup);
        bytes[bytes.length / 2] ^= 1;
        Path changed = Files.write(folder.resolve("changed.backup"), bytes);
        Path half = Files.write(folder.resolve("half.backup"), Arrays.copyOf(bytes, bytes.length / 2));
        Path none = Files.writeString(folder.resolve("none.backup"), "no backup");
        Files.createDirectories(elsewhere.resolve("pki"));
        Files.writeString(elsewhere.resolve("pki/ca.pem"), "another one");

        for (Path broken : List.of(changed, half, none)) {
            // When
            Launcher refused = Launcher.runApart(elsewhere, "restore", "--force", broken.toString());

            // Then
            assertThat(refused.exitCode()).isEqualTo(1);
            assertThat(refused.output()).contains("nothing was changed");
            assertThat(elsewhere.resolve("pki/ca.pem")).hasContent("another one");
        }
    }

    @Test
    @Order(8)
    void aBackupOfANewerVersionIsRefusedAndChangesNothing(@TempDir Path elsewhere) throws Exception {
        // Given
        Process tar = new ProcessBuilder("sh", "-ec", OF_TOMORROW, "sh", backup.toString())
                .directory(folder.toFile())
                .inheritIO()
                .start();
        assertThat(tar.waitFor()).isZero();
        Files.createDirectories(elsewhere.resolve("pki"));
        Files.writeString(elsewhere.resolve("pki/ca.pem"), "another one");

        // When
        String newer = folder.resolve("newer.backup").toString();
        Launcher refused = Launcher.runApart(elsewhere, "restore", "--force", newer);

        // Then
        assertThat(refused.exitCode()).isEqualTo(1);
        assertThat(refused.output()).contains("of a newer version", "with schema 9999", "nothing was changed");
        assertThat(elsewhere.resolve("pki/ca.pem")).hasContent("another one");
    }

    @Test
    @Order(9)
    void anEmptyMachineGetsKeysAndAuthorityToo(@TempDir Path elsewhere) throws Exception {
        // When
        Launcher fresh = Launcher.runApart(elsewhere, "restore", backup.toString());

        // Then
        assertThat(fresh.exitCode()).as(fresh.output()).isZero();
        for (String kept :
                List.of("secrets", "jwt-private.pem", "gateway-key.pem", "pki/ca.pem", "pki/issuers/api/key.pem")) {
            assertThat(elsewhere.resolve(kept)).hasSameBinaryContentAs(Launcher.STATE.resolve(kept));
        }
    }

    @Test
    @Order(10)
    @Timeout(180)
    void oneThatWasKilledDoesNotStartUntilItIsRestoredAgain(@TempDir Path elsewhere) throws Exception {
        // Given: killed while the database goes in
        Files.createDirectories(elsewhere.resolve("pki"));
        Files.writeString(elsewhere.resolve("pki/ca.pem"), "another one");
        Launcher.killApart(elsewhere, "restoring the database", "restore", "--force", backup.toString());
        Path aside = aside(elsewhere);

        // When
        Launcher up = Launcher.runApart(elsewhere, "up");
        Launcher restart = Launcher.runApart(elsewhere, "restart", "task-core");
        Launcher unforced = Launcher.runApart(elsewhere, "restore", backup.toString());
        Path putBack = elsewhere.resolve("pki/ca.pem");

        // Then
        for (Launcher refused : List.of(up, restart)) {
            assertThat(refused.exitCode()).isEqualTo(1);
            assertThat(refused.output()).contains("a restore was killed here", aside.toString());
        }
        assertThat(unforced.output()).contains("there is an installation");
        assertThat(putBack).hasContent("another one");
        assertThat(aside).doesNotExist();

        // When
        Launcher again = Launcher.runApart(elsewhere, "restore", "--force", backup.toString());

        // Then
        assertDone(again);
        assertThat(aside(elsewhere).resolve("pki/ca.pem")).hasContent("another one");
        assertThat(elsewhere.resolve("pki/ca.pem")).hasSameBinaryContentAs(Launcher.STATE.resolve("pki/ca.pem"));
        assertThat(elsewhere.resolve("restore.unfinished")).doesNotExist();
    }

    private static Path aside(Path state) throws Exception {
        try (Stream<Path> files = Files.list(state)) {
            return files.filter(file -> file.getFileName().toString().startsWith("before-restore-"))
                    .findFirst()
                    .orElseThrow();
        }
    }
}
