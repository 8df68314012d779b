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

    @Test
    void endsWithTwoIfTheCertificateCannotBeUsed() throws Exception {
        Process process = start(
                DrainProcess.class, "run", "--set", "http.tls.certificate=no.pem", "--set", "http.tls.key=no.pem");

        assertThat(process.errorReader(StandardCharsets.UTF_8).lines())
                .containsExactly("http.tls.certificate: no.pem (expected: a PEM file, but there is no such file)");
        assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isEqualTo(2);
    }

    @Test
    void endsInTimeWhateverItsClientsDo() throws Exception {
        Process process = start(DrainProcess.class, "run", "--set", "http.port=0", "--set", "http.drain-within=2s");
        try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
            int port = Integer.parseInt(out.readLine().replaceAll(".*:(\\d+)/$", "$1"));
            try (RawHttp calling = welcome(port);
                    RawHttp streaming = welcome(port);
                    RawHttp deaf = welcome(port)) {
                calling.frame("[\"call\",1,\"slow.never\",[]]");
                streaming.frame("[\"call\",1,\"slow.ticks\",[],{\"n\":5}]");
                assertThat(streaming.frame()).isEqualTo("[\"item\",1,1,\"tick\"]");
                deaf.frame("[\"cast\",\"slow.flood\",[]]");
                deaf.frame("[\"call\",1,\"slow.hold\",[]]");
                process.toHandle().destroy();

                assertThat(calling.frame()).startsWith("[\"bye\",{\"code\":4001,");
                assertThat(calling.frame()).startsWith("[\"err\",1,{\"code\":\"unknown_outcome\"");
                assertThat(calling.frame()).isEqualTo("close 4001");
                assertThat(streaming.frame()).startsWith("[\"bye\",{\"code\":4001,");
                assertThat(streaming.frame()).startsWith("[\"end\",1,{\"code\":\"unavailable\"");
                assertThat(streaming.frame()).isEqualTo("close 4001");
                assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
                assertThat(process.exitValue()).isEqualTo(143);
            }
        }
    }

    private static RawHttp welcome(int port) throws IOException {
        RawHttp client = RawHttp.to(port).opens("Host: a");
        assertThat(client.head()).startsWith("HTTP/1.1 101");
        client.frame("[\"hello\",{\"v\":1}]");
        assertThat(client.frame()).startsWith("[\"welcome\"");
        return client;
    }

    private Process start(String... args) throws IOException {
        return start(MainProcess.class, args);
    }

    private Process start(Class<?> program, String... args) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                program.getName()));
        command.addAll(List.of(args));
        return new ProcessBuilder(command).directory(folder.toFile()).start();
    }
}
