package io.asyncrpc.core.database;

import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Instance;
import java.time.Duration;
import org.flywaydb.core.Flyway;
import org.jboss.logging.Logger;

/**
 * Migrates the database before anything looks at it. One question tells that there is nothing to do, as at nearly every
 * start: Flyway's own look, over connections of its own, took a native executable half of its start.
 */
@ApplicationScoped
class SchemaRunner {
    /** The last file of db/migration */
    static final String NEWEST = "20";

    private static final Logger LOG = Logger.getLogger(SchemaRunner.class);
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final SchemaStore schema;
    private final Instance<Flyway> flyway;

    SchemaRunner(SchemaStore schema, Instance<Flyway> flyway) {
        this.schema = schema;
        this.flyway = flyway;
    }

    /** Before all others: the framework's own begin with 0. */
    void start(@Observes @Priority(-1) StartupEvent started) {
        if (!isDone()) {
            flyway.get().migrate();
        }
    }

    /** Whoever cannot tell leaves it to Flyway, which waits for a database that is away, and says what is wrong. */
    private boolean isDone() {
        try {
            return schema.isDone(NEWEST).await().atMost(PATIENCE);
        } catch (RuntimeException unknown) {
            LOG.debugf(unknown, "The database does not tell its version");
            return false;
        }
    }
}
