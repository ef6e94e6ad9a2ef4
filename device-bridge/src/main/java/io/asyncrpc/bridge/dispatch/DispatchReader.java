package io.asyncrpc.bridge.dispatch;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.asyncrpc.bridge.dispatch.Dispatch.TaskHead;
import io.asyncrpc.bridge.trace.TraceParent;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads house messages of the core. Unknown fields are passed over. An item of an unknown kind does not take its neighbours
 * with it: they are read, and what could not be read is told.
 */
public final class DispatchReader {
    private static final int VERSION = 1;
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    /**
     * What a message held.
     *
     * @param unreadable why items, or the whole message, could not be read; empty when all is well
     */
    public record Reading(List<Dispatch> items, List<String> unreadable) {
        public Reading {
            items = List.copyOf(items);
            unreadable = List.copyOf(unreadable);
        }
    }

    public Reading read(byte[] message) {
        try {
            return readItems(JSON.readTree(message));
        } catch (IOException notJson) {
            return new Reading(List.of(), List.of("not JSON"));
        }
    }

    private static Reading readItems(JsonNode message) {
        if (message.path("v").asInt() != VERSION || !message.path("items").isArray()) {
            return new Reading(List.of(), List.of("not a message of version " + VERSION));
        }
        List<Dispatch> items = new ArrayList<>();
        List<String> unreadable = new ArrayList<>();
        int index = 0;
        for (JsonNode item : message.path("items")) {
            try {
                items.add(readItem(new DispatchFields(item)));
            } catch (IllegalArgumentException why) {
                unreadable.add("item " + index + ": " + why.getMessage());
            }
            index++;
        }
        return new Reading(items, unreadable);
    }

    private static Dispatch readItem(DispatchFields item) {
        return switch (item.text("kind")) {
            case "doorbell" ->
                new Dispatch.Doorbell(item.deviceId(), head(item.inner("task")), item.instant("until"), trace(item));
            case "task" -> readHandout(item);
            case "nothing" ->
                new Dispatch.Nothing(
                        item.deviceId(),
                        item.uuidOrNull("asked"),
                        item.choice("reason", Dispatch.Reason.class),
                        item.instant("time"));
            case "committed" ->
                new Dispatch.Committed(
                        item.deviceId(), item.uuid("taskId"), item.text("extId"), item.number("resultId"), trace(item));
            case "cancel" ->
                new Dispatch.Cancel(
                        item.deviceId(),
                        item.uuid("taskId"),
                        item.instant("deadline"),
                        item.flag("asked"),
                        trace(item));
            case "eventStored" ->
                new Dispatch.EventStored(
                        item.deviceId(),
                        item.uuidOrNull("correlation"),
                        item.text("devEventId"),
                        item.isEither("status", "success", "error"));
            case "refused" -> readRefused(item);
            default -> throw new IllegalArgumentException("unknown kind");
        };
    }

    private static Dispatch readHandout(DispatchFields item) {
        return new Dispatch.Handout(
                item.deviceId(),
                head(item.inner("task")),
                item.choice("state", Dispatch.TaskState.class),
                item.instantOrNull("pendingAt"),
                item.instant("lockedAt"),
                (int) item.number("attempt"),
                item.instant("leaseUntil"),
                item.textOrNull("payload"),
                trace(item));
    }

    private static Dispatch readRefused(DispatchFields item) {
        return new Dispatch.Refused(
                item.deviceId(),
                item.uuidOrNull("taskId"),
                (int) item.number("status"),
                item.text("code"),
                item.text("detail"));
    }

    private static @Nullable TraceParent trace(DispatchFields item) {
        return TraceParent.sampled(item.textOrNull(TraceParent.NAME));
    }

    private static TaskHead head(DispatchFields task) {
        String externalId = task.textOrNull("externalId");
        return new TaskHead(
                task.uuid("id"),
                task.instant("createdAt"),
                externalId == null ? "" : externalId,
                task.text("method"),
                (int) task.number("priority"),
                task.instant("expiresAt"));
    }
}
