package io.asyncrpc.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The checker believes a run against the real system, with devices of every habit, and no lie about it. */
@Isolated("a run that is slowed down too much is broken off, and then less can be proved")
@Timeout(value = 4, unit = TimeUnit.MINUTES)
@Tag(Installation.LAUNCHER)
class CheckIT {

    private static final String ORGANISATION = "check-" + Organisation.unique();
    private static final String IN_RUN = " and org = '" + ORGANISATION + "' limit 1";

    private static CoreTables tables;
    private static Path run;
    private static FleetProcess bench;

    @BeforeAll
    static void runABench() throws Exception {
        tables = new CoreTables();
        bench = FleetProcess.run(
                "bench",
                "steady",
                "--mixed",
                "--org",
                ORGANISATION,
                "--devices",
                "24",
                "--rate",
                "20",
                "--seconds",
                "15",
                "--warm-up",
                "1");
        run = bench.runFolder();
    }

    @AfterAll
    static void close() throws Exception {
        tables.close();
    }

    @Test
    void anHonestRunBreaksNoRule() throws Exception {
        // When
        FleetProcess check = FleetProcess.run("check", run.toString());

        // Then
        assertThat(check.output())
                .contains("10 holds")
                .contains("\n0 violations")
                .doesNotContain("BROKEN", "rule ");
        assertThat(check.exitCode()).as(check.output()).isZero();
        assertThat(bench.output()).contains("checker: 0 violations");
        assertThat(Files.readString(run.resolve("run.json"))).contains("\"drained\":true");
    }

    /** Each for a task that the run certainly has, since some of its devices crash, come late, and say all twice. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            1 | finished_at is not null       | delete from task where id = 'TASK'
            1 | attempt = 1                   | delete from task_payload where task_id = 'TASK'
            2 | state = 'DONE'                | update task set state = 'FAILED' where id = 'TASK'
            2 | state = 'DONE'                | update task set outcome = 'UNKNOWN' where id = 'TASK'
            2 | state = 'CANCELED'            | update task_move set cause = 'DEVICE_DELETED' where task_id = 'TASK' and to_state = 'CANCELED'
            3 | result_count = 1              | insert into task_result select task_id, 2, attempt, status_code, ext_id, sha256, body, received_at from task_result where task_id = 'TASK'
            3 | result_count = 1              | delete from task_result where task_id = 'TASK'
            4 | attempt = 2                   | update task_move set attempt = attempt + 1 where task_id = 'TASK' and cause = 'CLAIMED'
            5 | id in (select task_id from task_move where cause = 'LEASE_EXPIRED') | update task_move set at = at - interval '10 s' where task_id = 'TASK' and cause = 'LEASE_EXPIRED'
            6 | state = 'DONE'                | insert into task_move select task_id, version + 1, at, 'DONE', 'NEW', 'LEASE_EXPIRED', attempt from task_move where task_id = 'TASK' and to_state = 'DONE' order by version desc limit 1
            7 | version > 2                   | delete from task_move where task_id = 'TASK' and version = 2
            7 | version > 2                   | update task set version = version - 1 where id = 'TASK'
            """)
    void aLieInTheTablesIsFound(int rule, String which, String lie) throws Exception {
        // Given
        String task = tables.find("select id from task where " + which + IN_RUN);
        tables.keep(task);
        tables.run(lie.replace("TASK", task));

        // When
        FleetProcess check;
        try {
            check = FleetProcess.run("check", run.toString());
        } finally {
            tables.restore(task);
        }

        // Then
        assertThat(check.output()).containsPattern("rule %d [A-Z_]+: task %s".formatted(rule, task));
        assertThat(check.exitCode()).isEqualTo(1);
    }

    /** {@code CALL} is the call that made the task, {@code DEVICE} its device. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            1  | (?m)^.*"submit(ted)?","t":\\d+,"c":CALL,.*\\n                     | ``
            2  | (?m)^.*"DEVICE".*"res","task":"TASK".*\\n                         | ``
            3  | ("cmt","task":"TASK","rid":)1                                     | $17
            4  | (?m)^.*"say".*"DEVICE".*"req".*\\n                                | ``
            5  | (?m)^.*"k":"run".*"TASK".*\\n                                     | $0$0
            6  | "state":"NEW"                                                     | "state":"PENDING"
            7  | (?m)^.*"ack","task":"TASK".*\\n                                   | ``
            8  | ("submitted",.*"status":)422                                      | $1202,"task":"TASK"
            9  | "status":404                                                      | "status":200
            9  | (?m)^(.*"hear".*)"DEVICE"(.*"TASK".*)\\n                          | $0$1"another"$2\n
            10 | (?m)^.*"w":"evt".*\\n                                             | ``
            """)
    void aLieInTheRecordIsFound(int rule, String what, String instead, @TempDir Path folder) throws Exception {
        // Given
        String task = tables.find("select task_id from task_move join task on id = task_id where cause = 'ACKNOWLEDGED'"
                + " and state = 'DONE' and result_count = 1" + IN_RUN);
        String device = tables.find("select device_id from task where id = '" + task + "'");
        String call = tables.find(
                "select convert_from(payload, 'UTF8')::json ->> 'c' from task_payload where task_id = '" + task + "'");
        String record = Files.readString(run.resolve("record.jsonl"));
        String lie = record.replaceAll(
                what.replace("TASK", task).replace("DEVICE", device).replace("CALL", call),
                instead.replace("TASK", task).replace("\\n", "\n"));
        assertThat(lie).isNotEqualTo(record);
        Files.writeString(folder.resolve("record.jsonl"), lie);
        Files.copy(run.resolve("run.json"), folder.resolve("run.json"));

        // When
        FleetProcess check = FleetProcess.run("check", folder.toString());

        // Then
        assertThat(check.output()).containsPattern("rule %d [A-Z_]+: ".formatted(rule));
        assertThat(check.exitCode()).isEqualTo(1);
    }

    @Test
    void saysSoWhenThereIsNothingToCheck(@TempDir Path empty) throws Exception {
        // When
        List<FleetProcess> checks = List.of(FleetProcess.run("check", empty.toString()), FleetProcess.run("check"));

        // Then
        assertThat(checks).extracting(FleetProcess::exitCode).containsExactly(2, 2);
        assertThat(checks.getFirst().output())
                .contains("it has no record.jsonl")
                .doesNotContain("\tat ");
    }
}
