package io.asyncrpc.core.problem;

import java.util.List;

/** A request refused, on its way to the one place that answers it. Carries no stack trace: it is no fault of ours. */
public final class Problem extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final ProblemType type;
    private final transient List<FieldError> errors;

    /**
     * What is wrong with one part of a body.
     *
     * @param pointer JSON pointer (RFC 6901) to it
     */
    public record FieldError(String pointer, String detail) {}

    public Problem(ProblemType type, String detail) {
        this(type, detail, List.of());
    }

    public Problem(ProblemType type, String detail, List<FieldError> errors) {
        super(detail, null, false, false);
        this.type = type;
        this.errors = List.copyOf(errors);
    }

    /** All that is wrong with a body at once. */
    public static Problem invalid(List<FieldError> errors) {
        return new Problem(ProblemType.INVALID, "some fields cannot be meant", errors);
    }

    public static Problem malformed(String detail) {
        return new Problem(ProblemType.MALFORMED, detail);
    }

    public ProblemType type() {
        return type;
    }

    public List<FieldError> errors() {
        return errors;
    }

    String detail() {
        return String.valueOf(getMessage());
    }
}
