package io.asyncrpc.fleet.check;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Map;
import java.util.Properties;

/** The core's database, as the services themselves are told of it: POSTGRES_HOST, _PORT, _DB, _USER, _PASSWORD. */
public record DatabaseSettings(String host, int port, String database, String user, String password, String schema) {

    /** Where the core keeps its tables. */
    public static final String CORE = "core";

    /** @throws IllegalArgumentException naming what is missing or wrong */
    public static DatabaseSettings from(Map<String, String> environment) {
        return new DatabaseSettings(
                required(environment, "POSTGRES_HOST"),
                port(required(environment, "POSTGRES_PORT")),
                required(environment, "POSTGRES_DB"),
                required(environment, "POSTGRES_USER"),
                required(environment, "POSTGRES_PASSWORD"),
                CORE);
    }

    /** The same, to look at another schema. */
    public DatabaseSettings in(String otherSchema) {
        return new DatabaseSettings(host, port, database, user, password, otherSchema);
    }

    /** Reads one state of all tables, and never writes. */
    public Connection open() throws SQLException {
        Connection connection = connect(true);
        connection.setAutoCommit(false);
        connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
        return connection;
    }

    /** Each statement is a transaction of its own. */
    public Connection openToWrite() throws SQLException {
        return connect(false);
    }

    private Connection connect(boolean readOnly) throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("user", user);
        properties.setProperty("password", password);
        properties.setProperty("currentSchema", schema);
        properties.setProperty("readOnly", Boolean.toString(readOnly));
        return DriverManager.getConnection("jdbc:postgresql://%s:%d/%s".formatted(host, port, database), properties);
    }

    private static String required(Map<String, String> environment, String name) {
        String value = environment.getOrDefault(name, "");
        if (value.isBlank()) {
            throw new IllegalArgumentException(name + " is not set; ./iot check sets everything that is needed");
        }
        return value.strip();
    }

    private static int port(String value) {
        try {
            return Integer.parseInt(value);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("POSTGRES_PORT is not a number: " + value, e);
        }
    }

    @Override
    public String toString() {
        return "DatabaseSettings[%s:%d/%s]".formatted(host, port, database);
    }
}
