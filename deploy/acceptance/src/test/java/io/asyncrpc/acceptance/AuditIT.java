package io.asyncrpc.acceptance;

import static io.asyncrpc.acceptance.Problems.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import io.restassured.response.Response;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What was done is in the log, is sealed, and cannot be made another without anybody noticing. */
@Tag(Installation.LAUNCHER)
class AuditIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static CoreTables tables;

    private final Organisation organisation = Organisation.fresh();

    @BeforeAll
    static void open() throws Exception {
        tables = new CoreTables();
    }

    @AfterAll
    static void close() throws Exception {
        tables.close();
    }

    @Test
    void whatIsDoneWithAKeyIsThereUnderItsName() {
        // Given
        String device = organisation.register();
        Response made = organisation.admin().post("/keys", "{\"role\":\"operator\"}");
        String key = made.path("id");

        // When
        String task = ApiClient.anonymous()
                .contentType("application/json")
                .header("x-api-key", made.<String>path("key"))
                .body(Bodies.task(device, "open", ""))
                .post("/tasks")
                .path("id");

        // Then
        Response log = organisation.admin().get("/audit?target=" + task);
        assertThat(log.jsonPath().getList("items.action")).containsExactly("TASK_SUBMITTED");
        assertThat(log.jsonPath().getList("items.actor")).containsExactly("key:" + key);
        assertThat(log.jsonPath().getList("items.detail")).containsExactly(device + " open");
        assertThat(organisation.admin().get("/audit").jsonPath().getList("items.action"))
                .containsExactly("TASK_SUBMITTED", "KEY_MADE", "DEVICE_REGISTERED");
        assertProblem(organisation.operator().get("/audit"), 403, "forbidden");
        assertThat(Organisation.fresh()
                        .admin()
                        .get("/audit?target=" + task)
                        .jsonPath()
                        .getList("items"))
                .isEmpty();
    }

    @Test
    void refusedLoginsAreThereByReasonAndNumber() {
        // Given
        ApiClient.anonymous()
                .header("x-api-key", "ark_" + "B".repeat(43))
                .get("/tasks")
                .then()
                .statusCode(401);
        new ApiClient(organisation.viewer().token() + "x").get("/tasks").then().statusCode(401);

        // Then
        for (String reason : List.of("key_unknown", "signature")) {
            Awaitility.await(reason)
                    .atMost(PATIENCE)
                    .ignoreExceptions()
                    .until(() -> Long.parseLong(tables.find("""
                    select detail from (select * from audit_entry union all select 0, 0, * from audit_new) log
                    where action = 'LOGINS_REFUSED' and actor = 'gateway' and org = '' and target = '%s' limit 1
                    """.formatted(reason))) > 0);
        }
    }

    @Test
    void anHonestLogHolds() throws Exception {
        // Given
        sealed();

        // When
        FleetProcess honest = FleetProcess.run("audit", "verify");
        Matcher last = Pattern.compile("last seal: (\\d+:[0-9a-f]{64})").matcher(honest.output());

        // Then
        assertThat(honest.output()).contains("The audit log holds.").doesNotContain("BROKEN");
        assertThat(honest.exitCode()).isZero();
        assertThat(last.find()).isTrue();
        assertThat(FleetProcess.run("audit", "verify", "--seen", last.group(1)).exitCode())
                .isZero();
        String another = last.group(1).replaceFirst(":.", last.group(1).contains(":a") ? ":b" : ":a");
        assertThat(FleetProcess.run("audit", "verify", "--seen", another).exitCode())
                .isOne();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            does not fit       | update audit_entry set actor = 'nobody' where number = ONE
            does not fit       | update audit_entry set at = at + interval '1 microsecond' where number = ONE
            entry ONE is missing | delete from audit_entry where number = ONE
            one too many       | insert into audit_entry select -1, seal, id, at, org, actor, action, target, detail from audit_entry where number = ONE
            does not fit       | update audit_entry set number = case number when ONE then -TWO else -ONE end where number in (ONE, TWO); update audit_entry set number = -number where number in (-ONE, -TWO)
            """)
    void aLieInTheLogIsFound(String fault, String lie) throws Exception {
        // Given
        long one = sealed();
        String names = "(" + one + ", " + (one + 1) + ")";
        tables.run("create temporary table kept as select * from audit_entry where number in " + names);
        tables.run("alter table audit_entry disable trigger user");

        // When
        FleetProcess verified;
        try {
            tables.run(lie.replace("ONE", Long.toString(one)).replace("TWO", Long.toString(one + 1)));
            verified = FleetProcess.run("audit", "verify");
        } finally {
            tables.run("delete from audit_entry where number < 0 or number in " + names);
            tables.run("insert into audit_entry select * from kept; drop table kept");
            tables.run("alter table audit_entry enable trigger user");
        }

        // Then
        assertThat(verified.output())
                .contains("BROKEN: ", fault.replace("ONE", Long.toString(one)), "The audit log is not what it was.");
        assertThat(verified.exitCode()).isOne();
    }

    /** What is left holds by itself: only who kept the last seal knows that there was more. */
    @Test
    void anEndThatWasCutOffIsMissedByWhoKeptTheLastSeal() throws Exception {
        // Given
        sealed();
        tables.run("select pg_advisory_lock(hashtext(current_schema() || '.audit_seal'))"); // nobody seals meanwhile
        String last = tables.find("select max(number) from audit_seal");
        String kept = tables.find("select number || ':' || encode(hash, 'hex') from audit_seal where number = " + last);
        tables.run("create temporary table kept_seal as select * from audit_seal where number = " + last);
        tables.run("create temporary table kept as select * from audit_entry where seal = " + last);
        tables.run("alter table audit_entry disable trigger user; alter table audit_seal disable trigger user");

        // When
        FleetProcess unaware;
        FleetProcess aware;
        try {
            tables.run(
                    "delete from audit_entry where seal = " + last + "; delete from audit_seal where number = " + last);
            unaware = FleetProcess.run("audit", "verify");
            aware = FleetProcess.run("audit", "verify", "--seen", kept);
        } finally {
            tables.run("insert into audit_seal select * from kept_seal; insert into audit_entry select * from kept");
            tables.run("drop table kept; drop table kept_seal");
            tables.run("alter table audit_entry enable trigger user; alter table audit_seal enable trigger user");
            tables.run("select pg_advisory_unlock(hashtext(current_schema() || '.audit_seal'))");
        }

        // Then
        assertThat(unaware.exitCode()).isZero();
        assertThat(aware.output()).contains("BROKEN: seal " + kept + " was seen before, and is not there");
        assertThat(aware.exitCode()).isOne();
        assertThat(FleetProcess.run("audit", "verify", "--seen", kept).exitCode())
                .isZero();
    }

    /** Two deeds that are sealed one after another; the number of the first. */
    private long sealed() {
        String device = organisation.register();
        organisation.admin().json("{}").put("/devices/" + device).then().statusCode(200);
        List<Integer> numbers = Awaitility.await("sealed")
                .atMost(PATIENCE)
                .until(
                        () -> organisation
                                .admin()
                                .get("/audit?target=" + device)
                                .jsonPath()
                                .getList("items.number", Integer.class),
                        found -> found.size() == 2 && !found.contains(null));
        return numbers.getLast();
    }
}
