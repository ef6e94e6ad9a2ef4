package io.asyncrpc.bridge.log;

import io.quarkus.logging.LoggingFilter;
import java.util.List;
import java.util.logging.Filter;
import java.util.logging.LogRecord;
import java.util.regex.Pattern;
import org.jboss.logmanager.ExtLogRecord;
import org.jspecify.annotations.Nullable;

/**
 * Makes fields of what lines of the log are about, so that each line of a task or a device is found by it. Lines say it as
 * {@code taskId=%s} and {@code deviceId=%s}, {@code -} where there is none; values are taken from their places in the line's own form, so that no text from
 * outside can pretend to be one.
 */
@LoggingFilter(name = "fields")
public final class LogFields implements Filter {
    private static final List<String> NAMES = List.of("taskId", "deviceId");
    private static final String NONE = "-";
    private static final Pattern PLACE = Pattern.compile("%(.)");

    @Override
    public boolean isLoggable(LogRecord line) {
        if (line instanceof ExtLogRecord own && line.getParameters() != null) {
            NAMES.forEach(name -> keep(own, name));
        }
        return true;
    }

    private static void keep(ExtLogRecord line, String name) {
        String form = String.valueOf(line.getMessage());
        int at = form.indexOf(name + "=%s");
        if (at >= 0) {
            Object value = value(line.getParameters(), places(form.substring(0, at)));
            if (value != null && !value.equals(NONE)) {
                line.putMdc(name, value.toString());
            }
        }
    }

    private static int places(String form) {
        return (int) PLACE.matcher(form)
                .results()
                .filter(place -> !"%n".contains(place.group(1)))
                .count();
    }

    private static @Nullable Object value(@Nullable Object[] parameters, int place) {
        return place < parameters.length ? parameters[place] : null;
    }
}
