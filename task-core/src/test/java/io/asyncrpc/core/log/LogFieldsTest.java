package io.asyncrpc.core.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import org.jboss.logging.Logger;
import org.jboss.logmanager.formatters.JsonFormatter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Lines as they are written, in JSON. */
class LogFieldsTest {
    private static final String NAME = "lines.of.a.test";
    private static final Logger LOG = Logger.getLogger(NAME);

    private final List<String> lines = new ArrayList<>();
    private final Handler handler = new Handler() {
        @Override
        public void publish(LogRecord line) {
            if (isLoggable(line)) {
                lines.add(getFormatter().format(line));
            }
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    };

    @BeforeEach
    void listen() {
        handler.setFormatter(new JsonFormatter());
        handler.setFilter(new LogFields());
        java.util.logging.Logger.getLogger(NAME).addHandler(handler);
    }

    @AfterEach
    void listenNoMore() {
        java.util.logging.Logger.getLogger(NAME).removeHandler(handler);
    }

    @Test
    void whatALineIsAboutIsAFieldOfIt() {
        // When
        LOG.warnf("something happened taskId=%s deviceId=%s reason=%s", "t-1", "pump-7", "none");

        // Then
        assertThat(lines)
                .singleElement()
                .satisfies(line -> assertThat(line)
                        .contains("\"mdc\":{", "\"taskId\":\"t-1\"", "\"deviceId\":\"pump-7\"")
                        .contains("something happened taskId=t-1 deviceId=pump-7 reason=none"));
    }

    @Test
    void otherPlacesBeforeItAreCounted() {
        // When
        LOG.warnf("100%% of %d left after %s deviceId=%s", 3, "a while", "pump-7");

        // Then
        assertThat(lines).singleElement().satisfies(line -> assertThat(line).contains("\"deviceId\":\"pump-7\""));
    }

    @Test
    void whatCameFromOutsideIsNoField() {
        // When
        LOG.warnf("something was refused reason=%s", "deviceId=pump-7 taskId=%s");

        // Then
        assertThat(lines)
                .singleElement()
                .satisfies(line -> assertThat(line).doesNotContain("\"deviceId\"", "\"taskId\""));
    }

    @Test
    void lineOfNothingInParticularHasNone() {
        // When
        LOG.info("all is well");

        // Then
        assertThat(lines).singleElement().satisfies(line -> assertThat(line).doesNotContain("taskId", "deviceId"));
    }
}
