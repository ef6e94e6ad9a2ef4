package io.asyncrpc.kubernetes;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Renders as users do: by the program that KUSTOMIZE names (so does ./iot test), else an installed kustomize or kubectl. */
final class Kustomize {
    private Kustomize() {}

    static Manifests render(String overlay) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(program());
        command.add("overlays/" + overlay);
        Path errors = Files.createTempFile("kustomize", ".log");
        Process process =
                new ProcessBuilder(command).redirectError(errors.toFile()).start();
        String yaml = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (!process.waitFor(60, TimeUnit.SECONDS) || process.exitValue() != 0) {
            throw new IllegalStateException(Files.readString(errors));
        }
        Files.delete(errors);
        return Manifests.read(yaml);
    }

    private static List<String> program() {
        String named = System.getenv("KUSTOMIZE");
        if (named != null) {
            return List.of(named, "build");
        } else if (isInstalled("kustomize")) {
            return List.of("kustomize", "build");
        } else if (isInstalled("kubectl")) {
            return List.of("kubectl", "kustomize");
        }
        throw new IllegalStateException("neither kustomize nor kubectl is there; ./iot test fetches one");
    }

    private static boolean isInstalled(String program) {
        for (String folder : System.getenv("PATH").split(File.pathSeparator)) {
            if (Files.isExecutable(Path.of(folder, program))) {
                return true;
            }
        }
        return false;
    }
}
