package io.asyncrpc.fleet;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Real engines for tests: those of {@code ./iot engines}. */
public final class Engines {

    private static final Path PROJECT = Path.of("..", "..");

    private Engines() {}

    /** Where they are: by the variables of {@code ./iot engines}, which is asked if nobody set them. */
    public static Map<String, String> variables() throws IOException, InterruptedException {
        Map<String, String> variables = new HashMap<>(System.getenv());
        if (!variables.containsKey("POSTGRES_HOST")) {
            Process engines = new ProcessBuilder("bash", "-c", "eval \"$(./iot engines)\" && env")
                    .directory(PROJECT.toFile())
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            String said = new String(engines.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (!engines.waitFor(120, TimeUnit.SECONDS) || engines.exitValue() != 0) {
                throw new IOException("./iot engines failed");
            }
            said.lines()
                    .filter(line -> line.contains("="))
                    .forEach(line ->
                            variables.put(line.substring(0, line.indexOf('=')), line.substring(line.indexOf('=') + 1)));
        }
        return variables;
    }
}
