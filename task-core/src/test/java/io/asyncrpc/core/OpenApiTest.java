package io.asyncrpc.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.asyncrpc.core.audit.Action;
import io.asyncrpc.core.certificate.CertificateResource;
import io.asyncrpc.core.certificate.RevocationListResource;
import io.asyncrpc.core.device.DeviceResource;
import io.asyncrpc.core.event.EventResource;
import io.asyncrpc.core.key.ApiKeyResource;
import io.asyncrpc.core.problem.Problem;
import io.asyncrpc.core.problem.ProblemType;
import io.asyncrpc.core.seal.AuditResource;
import io.asyncrpc.core.task.Cause;
import io.asyncrpc.core.task.Failure;
import io.asyncrpc.core.task.Outcome;
import io.asyncrpc.core.task.Task;
import io.asyncrpc.core.task.TaskResource;
import io.asyncrpc.core.task.TaskState;
import io.asyncrpc.core.task.TaskTerms;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The document of the API and the code say the same: no call, field, range or choice is in one of them alone. */
class OpenApiTest {
    private static final Instant NOW = Instant.parse("2026-03-01T09:00:00Z");
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final JsonNode DOCUMENT = document();
    private static final JsonNode SCHEMAS = DOCUMENT.at("/components/schemas");

    /** The one refusal that only the gateway knows. */
    private static final String OF_THE_DOOR = "rate-limited";

    /** What reads the body of each schema. */
    private static final Map<String, String> READERS = Map.of(
            "Submission", "task.SubmissionJson",
            "Cancellation", "task.CancelJson",
            "Registration", "device.Registration",
            "KeyWish", "key.ApiKeyWish",
            "SigningRequest", "certificate.SigningRequest");

    /** The least that is accepted, and short enough for every range. */
    private static final Map<String, String> LEAST = Map.of(
            "Submission", "{\"deviceId\":\"d\",\"method\":\"m\",\"lease\":5}",
            "Cancellation", "{}",
            "Registration", "{}",
            "KeyWish", "{\"role\":\"viewer\"}",
            "SigningRequest", "{\"csr\":\"x\"}");

    @Test
    void everyCallIsInTheDocumentAndEveryCallOfTheDocumentIsServed() {
        // Given
        Set<String> served = Stream.of(
                        TaskResource.class,
                        DeviceResource.class,
                        CertificateResource.class,
                        RevocationListResource.class,
                        EventResource.class,
                        ApiKeyResource.class,
                        AuditResource.class)
                .flatMap(OpenApiTest::calls)
                .collect(Collectors.toCollection(TreeSet::new));

        // When
        Set<String> documented = new TreeSet<>();
        DOCUMENT.path("paths")
                .properties()
                .forEach(path -> path.getValue()
                        .fieldNames()
                        .forEachRemaining(method -> documented.add(method + " " + path.getKey())));
        documented.removeIf(call -> call.startsWith("parameters "));

        // Then
        assertThat(documented).isEqualTo(served).isNotEmpty();
    }

    @Test
    void everyReferenceLeadsSomewhere() {
        assertThat(DOCUMENT.findValuesAsText("$ref"))
                .isNotEmpty()
                .allSatisfy(ref -> assertThat(resolved(ref).isMissingNode()).isFalse());
    }

    @ParameterizedTest
    @ValueSource(strings = {"Submission", "Cancellation", "Registration", "KeyWish", "SigningRequest"})
    void theExamplesOfARequestAreAccepted(String schema) {
        // Given
        List<JsonNode> examples = DOCUMENT.findValues("requestBody").stream()
                .map(body -> body.at("/content/application~1json"))
                .filter(body -> body.at("/schema/$ref").asText().endsWith("/" + schema))
                .flatMap(body -> body.findValues("value").stream())
                .toList();

        // Then
        assertThat(examples).isNotEmpty().allSatisfy(body -> assertAccepted(schema, body));
    }

    @ParameterizedTest
    @ValueSource(strings = {"Submission", "Cancellation", "Registration", "KeyWish", "SigningRequest"})
    void theRangesOfARequestAreThoseOfItsReader(String schema) throws IOException {
        for (Map.Entry<String, JsonNode> field :
                SCHEMAS.path(schema).path("properties").properties()) {
            String name = field.getKey();
            JsonNode range = field.getValue();
            if (range.has("maximum")) {
                assertAccepted(schema, with(schema, name, range.path("minimum").asLong()));
                assertAccepted(schema, with(schema, name, range.path("maximum").asLong()));
                assertRefused(schema, with(schema, name, range.path("minimum").asLong() - 1));
                assertRefused(schema, with(schema, name, range.path("maximum").asLong() + 1));
            }
            if (range.has("maxLength")) {
                int longest = range.path("maxLength").asInt();
                assertAccepted(schema, with(schema, name, "x".repeat(longest)));
                assertRefused(schema, with(schema, name, "x".repeat(longest + 1)));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"Submission", "Cancellation", "Registration", "KeyWish", "SigningRequest"})
    void aFieldThatIsNotInTheDocumentIsRefusedAndSoIsABodyWithoutARequiredOne(String schema) throws IOException {
        assertRefused(schema, with(schema, "colour", "red"));
        for (JsonNode required : SCHEMAS.path(schema).path("required")) {
            ObjectNode body = (ObjectNode) JSON.readTree(LEAST.get(schema));
            assertRefused(schema, body.without(required.asText()));
        }
    }

    @Test
    void theParametersOfListsAreThoseThatAreRead() throws Exception {
        assertThat(queryOf("/api/v1/tasks")).isEqualTo(known("task.TaskQuery"));
        assertThat(queryOf("/api/v1/devices")).isEqualTo(known("device.DeviceQuery"));
        assertThat(queryOf("/api/v1/audit")).isEqualTo(known("seal.AuditQuery"));
        assertThat(queryOf("/api/v1/keys")).isEqualTo(known("key.ApiKeyResource"));
        assertThat(queryOf("/api/v1/tasks/{id}/history")).containsExactlyInAnyOrder("limit", "cursor");
    }

    @Test
    void theChoicesAreThoseOfTheCode() throws Exception {
        assertThat(choices("/Action")).isEqualTo(names(Action.values()));
        assertThat(choices("/TaskState")).isEqualTo(names(TaskState.values()));
        assertThat(choices("/TaskItem/properties/outcome")).isEqualTo(names(Outcome.values()));
        assertThat(choices("/Failure/properties/code")).isEqualTo(names(Failure.Code.values()));
        assertThat(choices("/Task/allOf/1/properties/waitReason"))
                .isEqualTo(names(type("task.WaitReason").getEnumConstants()));
        Set<String> shown = names(Cause.values());
        shown.remove(Cause.SAID_AGAIN.name());
        assertThat(choices("/Move/properties/cause")).isEqualTo(shown);
        assertThat(choices("/Problem/properties/code"))
                .isEqualTo(Stream.concat(
                                Stream.of(OF_THE_DOOR),
                                Arrays.stream(ProblemType.values()).map(ProblemType::code))
                        .collect(Collectors.toSet()));
    }

    @Test
    void theFieldsOfAnswersAreThoseThatAreWritten() throws Exception {
        // Given
        Constructor<?> view = type("task.TaskView").getDeclaredConstructors()[0];
        view.setAccessible(true);
        Object task = view.newInstance(Task.submitted(terms(), NOW), null, List.of(), false);

        // When
        JsonNode single = JSON.readTree((byte[]) call("task.TaskJson", "single", task, NOW));
        JsonNode item = JSON.readTree((byte[]) call("task.TaskJson", "list", List.of(task), ""))
                .at("/items/0");

        // Then
        Set<String> whole = required("/Task/allOf/1");
        whole.addAll(required("/TaskItem"));
        assertThat(fields(single)).isEqualTo(whole);
        assertThat(fields(item)).isEqualTo(required("/TaskItem")).isEqualTo(fields(SCHEMAS.at("/TaskItem/properties")));
        assertThat(Arrays.stream(type("device.DeviceView").getRecordComponents())
                        .map(component -> component.getName())
                        .collect(Collectors.toSet()))
                .isEqualTo(required("/Device"))
                .isEqualTo(fields(SCHEMAS.at("/Device/properties")));
        assertThat(Arrays.stream(type("seal.AuditItem").getRecordComponents())
                        .map(component -> component.getName())
                        .collect(Collectors.toSet()))
                .isEqualTo(required("/AuditItem"))
                .isEqualTo(fields(SCHEMAS.at("/AuditItem/properties")));
        assertThat(Arrays.stream(type("key.ApiKey").getRecordComponents())
                        .map(component -> component.getName())
                        .collect(Collectors.toSet()))
                .isEqualTo(required("/Key"))
                .isEqualTo(fields(SCHEMAS.at("/Key/properties")));
    }

    private static Stream<String> calls(Class<?> resource) {
        String base = resource.getAnnotation(Path.class).value();
        return Arrays.stream(resource.getDeclaredMethods())
                .flatMap(method -> Arrays.stream(method.getAnnotations())
                        .map(annotation -> annotation.annotationType().getAnnotation(HttpMethod.class))
                        .filter(Objects::nonNull)
                        .map(http -> http.value().toLowerCase(Locale.ROOT) + " " + base + below(method)));
    }

    private static String below(Method method) {
        Path path = method.getAnnotation(Path.class);
        return path == null ? "" : "/" + path.value();
    }

    private static void assertAccepted(String schema, JsonNode body) {
        assertThatCode(() -> read(schema, body)).as("%s %s", schema, body).doesNotThrowAnyException();
    }

    private static void assertRefused(String schema, JsonNode body) {
        assertThatThrownBy(() -> read(schema, body))
                .as("%s %s", schema, body)
                .isInstanceOfSatisfying(
                        Problem.class, problem -> assertThat(problem.type()).isEqualTo(ProblemType.INVALID));
    }

    private static void read(String schema, JsonNode body) throws Exception {
        byte[] bytes = JSON.writeValueAsBytes(body);
        Object[] arguments = schema.equals("Submission") ? new Object[] {bytes, NOW} : new Object[] {bytes};
        call(READERS.get(schema), "read", arguments);
    }

    private static ObjectNode with(String schema, String field, Object value) throws IOException {
        return ((ObjectNode) JSON.readTree(LEAST.get(schema))).putPOJO(field, value);
    }

    private static Set<String> queryOf(String path) {
        return StreamSupport.stream(
                        DOCUMENT.path("paths").path(path).at("/get/parameters").spliterator(), false)
                .map(it -> it.has("$ref") ? resolved(it.path("$ref").asText()) : it)
                .filter(it -> it.path("in").asText().equals("query"))
                .map(it -> it.path("name").asText())
                .collect(Collectors.toSet());
    }

    private static Object known(String type) throws Exception {
        Field known = type(type).getDeclaredField("KNOWN");
        known.setAccessible(true);
        return known.get(null);
    }

    private static Set<String> choices(String schema) {
        return texts(SCHEMAS.at(schema).path("enum"));
    }

    private static Set<String> required(String schema) {
        return texts(SCHEMAS.at(schema).path("required"));
    }

    private static Set<String> texts(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false)
                .filter(JsonNode::isTextual)
                .map(JsonNode::textValue)
                .collect(Collectors.toSet());
    }

    private static Set<String> fields(JsonNode object) {
        return object.properties().stream().map(Map.Entry::getKey).collect(Collectors.toSet());
    }

    private static Set<String> names(Object[] constants) {
        return Arrays.stream(constants).map(Object::toString).collect(Collectors.toSet());
    }

    private static JsonNode resolved(String ref) {
        return DOCUMENT.at(ref.substring(1));
    }

    private static Class<?> type(String name) throws ClassNotFoundException {
        return Class.forName("io.asyncrpc.core." + name);
    }

    /** Readers and writers belong to their feature alone; this test looks over the fence. */
    private static Object call(String type, String method, Object... arguments) throws Exception {
        Method found = Arrays.stream(type(type).getDeclaredMethods())
                .filter(it -> it.getName().equals(method) && Modifier.isStatic(it.getModifiers()))
                .filter(it -> it.getParameterCount() == arguments.length)
                .findFirst()
                .orElseThrow();
        found.setAccessible(true);
        try {
            return found.invoke(null, arguments);
        } catch (InvocationTargetException failure) {
            throw failure.getCause() instanceof Exception cause ? cause : failure;
        }
    }

    private static TaskTerms terms() {
        return new TaskTerms(
                new UUID(0, 1),
                "org",
                "d",
                "m",
                0,
                3,
                Duration.ofMinutes(5),
                Duration.ofHours(1),
                null,
                NOW,
                null,
                NOW.plusSeconds(3600));
    }

    private static JsonNode document() {
        try (InputStream yaml = OpenApiTest.class.getResourceAsStream("/META-INF/openapi.yaml")) {
            return new YAMLMapper().readTree(yaml);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
