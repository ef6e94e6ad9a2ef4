package io.asyncrpc.fleet.record;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonSubTypes.Type;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One line of a record. Lines are queued before a word is sent and after an answer has come, so that their order in the
 * file is causal for one call and for one device. (Of the reads of scenario {@code poll}, those that had the same answer as one before have no
 * lines, and those that had another both after it: these tasks are final, so any other is a violation.)
 *
 * <p>{@code t} is microseconds since 1970, {@code c} the number of a client's call, unique in the run; {@code dev} a
 * device, {@code n} the number of what it says; {@code att} an attempt. Digests are the first 16 hexadecimal digits of
 * SHA-256. What is not known is absent.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "k")
@JsonSubTypes({
    @Type(value = Line.Submit.class, name = "submit"),
    @Type(value = Line.Submitted.class, name = "submitted"),
    @Type(value = Line.Cancel.class, name = "cancel"),
    @Type(value = Line.Cancelled.class, name = "cancelled"),
    @Type(value = Line.Read.class, name = "read"),
    @Type(value = Line.Foreign.class, name = "foreign"),
    @Type(value = Line.Seen.class, name = "seen"),
    @Type(value = Line.Lost.class, name = "lost"),
    @Type(value = Line.Events.class, name = "events"),
    @Type(value = Line.Listed.class, name = "listed"),
    @Type(value = Line.Delete.class, name = "delete"),
    @Type(value = Line.Deleted.class, name = "deleted"),
    @Type(value = Line.Conn.class, name = "conn"),
    @Type(value = Line.Gone.class, name = "gone"),
    @Type(value = Line.Crash.class, name = "crash"),
    @Type(value = Line.Hear.class, name = "hear"),
    @Type(value = Line.Say.class, name = "say"),
    @Type(value = Line.Took.class, name = "took"),
    @Type(value = Line.Ran.class, name = "ran"),
    @Type(value = Line.Begun.class, name = "run")
})
public sealed interface Line {

    long t();

    /** @param body digest of the raw body, which begins with the run's id and {@code c} in its payload */
    record Submit(
            long t,
            long c,
            String org,
            String dev,
            @Nullable String key,
            String body,
            @Nullable Integer max,
            @Nullable Long ttl)
            implements Line {}

    record Submitted(
            long t,
            long c,
            int status,
            @Nullable String task,
            @Nullable Long ver,
            @Nullable String state,
            @JsonInclude(JsonInclude.Include.NON_DEFAULT) boolean replayed)
            implements Line {}

    record Cancel(
            long t,
            long c,
            String org,
            String task,
            @JsonInclude(JsonInclude.Include.NON_DEFAULT) boolean force) implements Line {}

    record Cancelled(
            long t,
            long c,
            int status,
            @Nullable String state,
            @Nullable Long ver) implements Line {}

    /** @param seconds that the client was willing to wait */
    record Read(
            long t,
            long c,
            String org,
            String task,
            @JsonProperty("wait") @Nullable Integer seconds) implements Line {}

    /** A read with the token of an organisation that must not see the task; answered by {@link Seen}. */
    record Foreign(long t, long c, String org, String task) implements Line {}

    /**
     * @param result digest of {@code result.body} as it stands in the answer, byte for byte
     * @param rstatus {@code result.statusCode}
     */
    record Seen(
            long t,
            long c,
            int status,
            @Nullable String state,
            @Nullable String outcome,
            @Nullable Long ver,
            @Nullable Integer attempt,
            @Nullable String result,
            @Nullable Integer rstatus)
            implements Line {}

    /** The call had no answer: whether it had an effect is not known. */
    record Lost(long t, long c, String why) implements Line {}

    record Events(long t, long c, String org) implements Line {}

    /** @param ids {@code devEventId} of each event, newest first */
    record Listed(long t, long c, List<String> ids) implements Line {}

    record Delete(long t, long c, String org, String dev) implements Line {}

    record Deleted(long t, long c, int status) implements Line {}

    /** Connected and subscribed. */
    record Conn(long t, String dev) implements Line {}

    /** The connection is lost, the memory kept. */
    record Gone(long t, String dev) implements Line {}

    /** The memory is lost too: what follows is a new life. */
    record Crash(long t, String dev) implements Line {}

    /**
     * @param w tsk, rsp, cmt, cnl, err, eva, or nop for a {@code rsp} without a task
     * @param lease seconds, of {@code rsp}
     * @param rid {@code result_id}, of {@code cmt}
     * @param ev {@code dev_event_id} and {@code ok}, whether it is stored, of {@code eva}
     * @param code of {@code err}
     */
    record Hear(
            long t,
            String dev,
            String w,
            @Nullable String task,
            @Nullable Integer att,
            @Nullable Integer lease,
            @Nullable Long rid,
            @Nullable String ev,
            @Nullable Boolean ok,
            @Nullable String code)
            implements Line {}

    /**
     * @param w ack, req, prg, res, evt, or another suffix where the device is hostile
     * @param sha digest of the bytes that become the body of the result
     * @param bad the house must refuse it
     */
    record Say(
            long t,
            String dev,
            long n,
            String w,
            @Nullable String task,
            @Nullable Integer att,
            @Nullable Integer status,
            @Nullable String ext,
            @Nullable String sha,
            @Nullable String ev,
            @JsonInclude(JsonInclude.Include.NON_DEFAULT) boolean bad)
            implements Line {}

    /** The broker has it: it must have its effect in the end. */
    record Took(long t, String dev, long n) implements Line {}

    /** The device begins the call. */
    record Begun(long t, String dev, String task, int att) implements Line {}

    /** It ended the call, or left it without an end. */
    record Ran(
            long t,
            String dev,
            String task,
            int att,
            @Nullable Integer status,
            @JsonInclude(JsonInclude.Include.NON_DEFAULT) boolean left)
            implements Line {}
}
