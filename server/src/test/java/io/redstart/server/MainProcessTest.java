package io.redstart.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What only a JVM of its own shows: exit codes, signals, and what logging prints. */
class MainProcessTest {
    @TempDir
    Path folder;

    @Test
    void runsUntilItIsTerminated() throws Exception {
        Process process = start("--set", "http.port=0");
        try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
            assertThat(out.readLine())
                    .matches("\\d{4}-\\d\\d-\\d\\dT\\S+ INFO  MainProcess - Listens\\\\non port \\d+");
            process.toHandle().destroy();

            assertThat(out.lines()).singleElement().asString().endsWith("INFO  MainProcess - Closed");
            assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).isEqualTo(143);
        }
    }

    @Test
    void failsInOneSentenceIfThePortIsTaken() throws Exception {
        try (ServerSocket taken = new ServerSocket(0)) {
            Process process = start("run", "--set", "http.port=" + taken.getLocalPort());

            assertThat(process.errorReader(StandardCharsets.UTF_8).lines())
                    .singleElement()
                    .asString()
                    .startsWith("Port " + taken.getLocalPort() + " of 0.0.0.0 cannot be used: ");
            assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).isEqualTo(1);
        }
    }

    @Test
    void endsWithTwoOnAMistake() throws Exception {
        Process process = start("--set", "http.prot=1");

        assertThat(process.errorReader(StandardCharsets.UTF_8).lines())
                .containsExactly("http.prot: there is no such setting (nearest: http.port), from --set");
        assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isEqualTo(2);
    }

    private Process start(String... args) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                MainProcess.class.getName()));
        command.addAll(List.of(args));
        return new ProcessBuilder(command).directory(folder.toFile()).start();
    }
}
