package io.asyncrpc.core.problem;

import static org.assertj.core.api.Assertions.catchThrowable;

import java.util.List;
import org.assertj.core.api.Assertions;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** How a reader refused something: {@code malformed}, or {@code invalid} with the pointers of what is wrong. */
public final class Refusals {
    private Refusals() {}

    public static ProblemType typeOf(ThrowingCallable reading) {
        return problem(reading).type();
    }

    public static List<String> pointersOf(ThrowingCallable reading) {
        Problem problem = problem(reading);
        Assertions.assertThat(problem.type()).isEqualTo(ProblemType.INVALID);
        return problem.errors().stream().map(Problem.FieldError::pointer).toList();
    }

    private static Problem problem(ThrowingCallable reading) {
        Throwable thrown = catchThrowable(reading);
        Assertions.assertThat(thrown).isInstanceOf(Problem.class);
        return (Problem) thrown;
    }
}
