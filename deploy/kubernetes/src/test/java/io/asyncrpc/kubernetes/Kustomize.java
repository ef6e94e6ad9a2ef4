package io.asyncrpc.kubernetes;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Renders as users do: by the program that KUSTOMIZE names (so does ./iot test), else an installed kustomize or kubectl. */
final class Kustomize {
    private Kustomize() {}

    static Manifests render(String overlay) throws IOException, InterruptedException {
        return build(Path.of("overlays", overlay));
    }

    /** An overlay as somebody has it who wants one more of the components. */
    static Manifests render(String overlay, String component) throws IOException, InterruptedException {
        Path folder = Path.of("target", overlay + "-" + component);
        Files.createDirectories(folder);
        try (Stream<Path> files = Files.list(Path.of("overlays", overlay))) {
            for (Path file : files.toList()) {
                Files.copy(file, folder.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
            }
        }
        Path kustomization = folder.resolve("kustomization.yaml");
        ObjectNode told = (ObjectNode) Manifests.YAML.readTree(kustomization.toFile());
        told.withArray("components").add("../../components/" + component);
        Manifests.YAML.writeValue(kustomization.toFile(), told);
        return build(folder);
    }

    private static Manifests build(Path folder) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(program());
        command.add(folder.toString());
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
