package io.redstart.proofs.abuse;

import io.redstart.proofs.Population;
import io.redstart.proofs.Row;
import io.redstart.server.RedstartServer;
import io.redstart.server.ServerSettings;
import io.redstart.server.SettingsReader;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Clients that mean harm. After each kind, when all its connections and sessions have gone, the heap is back where it
 * was after the same abuse on a small scale. Both ends are in this JVM, so what the clients leave behind counts too.
 */
public final class ProveAbuse {
    /** How much more may be in use afterwards. */
    private static final long MARGIN = 3L << 20;

    /** All clients have one address here, and sessions need not be waited for. */
    private static final List<String> SETTINGS = List.of(
            "sessions.window=2s",
            "admission.per-address=0",
            "admission.new-per-second=0",
            "admission.max-connections=4000");

    private static final int GUESSES = 10_000;
    private static final int AT_ONCE = 4;
    private static final Pattern WELCOME = Pattern.compile(".*\"sid\":\"([^\"]+)\",\"key\":\"([^\"]+)\".*");

    private final RedstartServer server;
    private final Population gauge;
    private boolean holds = true;

    private ProveAbuse(RedstartServer server, Population gauge) {
        this.server = server;
        this.gauge = gauge;
    }

    /** What one client does, the n-th of its kind; what it returns is counted. */
    private interface Client {
        boolean abuses(int n) throws IOException;
    }

    /**
     * Runs all kinds.
     *
     * @param arguments none
     * @throws Exception if the server does not start
     */
    public static void main(String[] arguments) throws Exception {
        Population gauge = new Population();
        ServerSettings settings =
                new SettingsReader(Map.of()).read(null, SETTINGS).settings();
        ProveAbuse all;
        try (RedstartServer server = RedstartServer.builder()
                .settings(settings)
                .port(0)
                .api(Target.class)
                .observer(gauge)
                .start()) {
            all = new ProveAbuse(server, gauge);
            all.guesses();
            all.kind("a hostile origin: 403", 2_000, n -> all.hostileOrigin());
            all.kind("a body that drips into a page: cut in time", 200, n -> all.slowBody());
            all.kind("a request that drips: cut in time", 200, n -> all.slowRequest());
            all.kind("fragments without end: 1008", 500, n -> all.endlessFragments());
            all.kind("a message that never ends, cut by its client", 500, n -> all.cutMessage());
            all.kind("a name of 1 MiB: 1009", 500, n -> all.largeName());
            all.kind("nonsense without end: 4509", 2_000, n -> all.nonsense());
            all.kind("calls that fail, 30 a client: internal, no secret", 50, n -> all.failures());
            all.kind("pings without end: 4429", 200, n -> all.pings());
            all.kind("a client that asks for much and reads nothing: ended", 50, n -> all.neverReads());
        }
        System.exit(all.holds ? 0 : 1);
    }

    private void row(String proof, String measured, String expected, boolean good) {
        holds &= good;
        new Row(proof, measured, expected, good).print();
    }

    private int port() {
        return server.port();
    }

    /** Warms up with a tenth, then measures. */
    private void kind(String name, int times, Client client) throws Exception {
        run(Math.max(AT_ONCE, times / 10), client);
        gauge.settles(0);
        long before = Heap.bytes();
        int good = run(times, client);
        boolean settled = gauge.settles(0);
        long more = Heap.bytes() - before;
        row(
                name,
                good + " of " + times + "; heap " + (more / 1024) + " KiB more afterwards",
                times + "; gauges 0, at most 3 MiB",
                good == times && settled && more <= MARGIN);
    }

    private static int run(int times, Client client) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(times <= 200 ? times : AT_ONCE);
        try {
            List<Callable<Boolean>> all = new ArrayList<>();
            for (int n = 0; n < times; n++) {
                int number = n;
                all.add(() -> client.abuses(number));
            }
            int good = 0;
            for (Future<Boolean> one : threads.invokeAll(all)) {
                good += one.get() ? 1 : 0;
            }
            return good;
        } finally {
            threads.shutdownNow();
        }
    }

    private void guesses() throws Exception {
        try (RawLine owner = RawLine.opened(port())) {
            owner.says("[\"hello\",{\"v\":1}]");
            Matcher welcome = WELCOME.matcher(owner.hears());
            if (!welcome.matches()) {
                throw new IOException("no welcome");
            }
            owner.says("[\"call\",1,\"target.keep\",[\"mine\"]]");
            owner.hears();
            run(500, n -> guess(welcome.group(1), n));
            gauge.settles(1);
            long before = Heap.bytes();
            long cpu = cpuNanos();
            int refused = run(GUESSES, n -> guess(welcome.group(1), n));
            long each = (cpuNanos() - cpu) / GUESSES / 1_000;
            boolean settled = gauge.settles(1);
            long more = Heap.bytes() - before;
            row(
                    "10,000 random resume keys, half of them for a session that is there",
                    refused + " refused, " + gauge.resumed() + " entered; " + each
                            + " µs of CPU each, of both ends; heap " + (more / 1024) + " KiB more afterwards",
                    "10000 refused, 0 entered; below 2000 µs; at most 3 MiB",
                    refused == GUESSES && gauge.resumed() == 0 && each < 2_000 && settled && more <= MARGIN);
            owner.says("[\"call\",2,\"target.kept\",[]]");
            String kept = owner.hears();
            while (!kept.contains("\"ret\",2")) {
                kept = owner.hears();
            }
            try (RawLine back = RawLine.opened(port())) {
                back.says("[\"hello\",{\"v\":1,\"resume\":{\"sid\":\"" + welcome.group(1) + "\",\"key\":\""
                        + welcome.group(2) + "\",\"seen\":0}}]");
                String answer = back.hears();
                boolean resumed = answer.contains("\"resumed\":true") && kept.contains("[\"ret\",2,\"mine\"]");
                row("its owner afterwards", resumed ? "resumed" : answer, "resumed", resumed);
            }
        }
        gauge.settles(0);
    }

    private static long cpuNanos() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof com.sun.management.OperatingSystemMXBean system
                ? system.getProcessCpuTime()
                : 0;
    }

    private boolean guess(String sid, int n) throws IOException {
        byte[] key = new byte[32];
        new Random(n).nextBytes(key);
        String text = Base64.getUrlEncoder().withoutPadding().encodeToString(key);
        try (RawLine line = RawLine.opened(port())) {
            line.says(
                    "[\"hello\",{\"v\":1,\"resume\":{\"sid\":\"" + (n % 2 == 0 ? sid : text.substring(0, sid.length()))
                            + "\",\"key\":\"" + text + "\",\"seen\":0}}]");
            return line.hears().contains("\"resumed\":false,\"why\":\"unknown\"");
        }
    }

    private boolean hostileOrigin() throws IOException {
        try (RawLine line = new RawLine(port())) {
            line.writes(RawLine.upgrade("Origin: https://evil.example.com"));
            return line.head().startsWith("HTTP/1.1 403");
        }
    }

    private boolean slowBody() throws IOException {
        return drips("POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100000\r\n\r\n");
    }

    private boolean slowRequest() throws IOException {
        return drips("GET / HTTP/1.1\r\nHost: localhost\r\nX-Slow: ");
    }

    /** A byte now and then, until the server has had enough; it must have within a minute. */
    private boolean drips(String beginning) throws IOException {
        try (RawLine line = new RawLine(port())) {
            line.writes(beginning);
            for (int i = 0; i < 200; i++) {
                line.writes("a");
                java.util.concurrent.locks.LockSupport.parkNanos(100_000_000);
            }
            return false;
        } catch (IOException cut) {
            return true;
        }
    }

    private boolean endlessFragments() throws IOException {
        try (RawLine line = RawLine.welcomed(port())) {
            byte[] part = new byte[100];
            Arrays.fill(part, (byte) ' ');
            try {
                line.sends(false, RawLine.TEXT, part);
                for (int i = 0; i < 100; i++) {
                    line.sends(false, 0, part);
                }
            } catch (IOException closedMeanwhile) {
                // what it said can still be heard
            }
            return closes(line, 1008);
        }
    }

    private boolean cutMessage() throws IOException {
        try (RawLine line = RawLine.welcomed(port())) {
            line.sends(false, RawLine.TEXT, " ".repeat(60_000).getBytes(StandardCharsets.US_ASCII));
            return true;
        }
    }

    private boolean largeName() throws IOException {
        try (RawLine line = RawLine.welcomed(port())) {
            try {
                line.says("[\"call\",1,\"" + "n".repeat(1 << 20) + "\",[]]");
            } catch (IOException closedMeanwhile) {
                // what it said can still be heard
            }
            return closes(line, 1009);
        }
    }

    private boolean nonsense() throws IOException {
        try (RawLine line = RawLine.welcomed(port())) {
            try {
                for (int i = 0; i < 100; i++) {
                    line.says("{\"no\":\"message\"}");
                }
            } catch (IOException closedMeanwhile) {
                // what it said can still be heard
            }
            return closes(line, 4509);
        }
    }

    private boolean pings() throws IOException {
        try (RawLine line = RawLine.welcomed(port())) {
            try {
                for (int i = 0; i < 1_000; i++) {
                    line.sends(true, RawLine.PING, new byte[100]);
                }
            } catch (IOException closedMeanwhile) {
                // what it said can still be heard
            }
            return closes(line, 4429);
        }
    }

    /** Whether it is closed with a code; a line that is cut with unread bytes may lose it. */
    private static boolean closes(RawLine line, int code) throws IOException {
        try {
            String heard = line.hears();
            while (!heard.startsWith("closed")) {
                heard = line.hears();
            }
            return heard.equals("closed " + code);
        } catch (java.net.SocketTimeoutException open) {
            return false;
        } catch (IOException reset) {
            return true;
        }
    }

    private boolean failures() throws IOException {
        try (RawLine line = RawLine.welcomed(port())) {
            for (int id = 1; id <= 30; id++) {
                line.says("[\"call\"," + id + ",\"target.fails\",[]]");
                String heard = line.hears();
                if (!heard.contains("\"internal\"") || heard.contains("secret")) {
                    return false;
                }
            }
            return true;
        }
    }

    private boolean neverReads() throws IOException {
        try (RawLine line = RawLine.welcomed(port())) {
            for (int id = 1; id < 10_000; id++) {
                line.says("[\"call\"," + id + ",\"target.much\",[500000]]");
                java.util.concurrent.locks.LockSupport.parkNanos(5_000_000);
            }
            return false;
        } catch (java.net.SocketTimeoutException open) {
            return false;
        } catch (IOException ended) {
            return true;
        }
    }
}
