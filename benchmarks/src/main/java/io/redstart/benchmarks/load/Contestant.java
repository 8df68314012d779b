package io.redstart.benchmarks.load;

import io.redstart.benchmarks.wire.CometdWire;
import io.redstart.benchmarks.wire.PacketWire;
import io.redstart.benchmarks.wire.RedstartWire;
import io.redstart.benchmarks.wire.RpcWebSocketsWire;
import io.redstart.benchmarks.wire.SocketIoWire;
import io.redstart.benchmarks.wire.SocketRedWire;
import io.redstart.benchmarks.wire.StompWire;
import io.redstart.benchmarks.wire.VertxWire;
import io.redstart.benchmarks.wire.Wire;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * A server that is loaded.
 *
 * @param name what the tables call it
 * @param program the command that starts it
 * @param wire how it is talked to
 * @param pushes whether it is also loaded with fan-out and idle connections
 */
record Contestant(String name, Function<LoadOptions, List<String>> program, Wire wire, boolean pushes) {
    /** The others are compared with it. */
    static final String YARDSTICK = "jetty";
    /** What is called to tell all sessions. */
    static final String PUBLISH = "echo.publish";

    /** What others have to come near to. */
    static final String FLOOR = "bare NIO";

    private static final Wire QUICK = new RedstartWire("echo.quick", PUBLISH);

    /** Those whose code is in this module. */
    private static final List<Contestant> OWN = List.of(
            new Contestant(YARDSTICK, ours(JettyEcho.class), QUICK, true),
            new Contestant(FLOOR, ours(NioEcho.class), QUICK, true),
            new Contestant(FLOOR + " that keeps", ours(NioEcho.class, NioEcho.KEEPS), QUICK, true),
            new Contestant("redstart", ours(RedstartEcho.class), QUICK, true),
            new Contestant(
                    "redstart, may wait", ours(RedstartEcho.class), new RedstartWire("echo.plain", PUBLISH), false));

    /** Those of others. */
    private static final List<Contestant> PEERS = List.of(
            new Contestant("Vert.x event bus", java("vertx", "VertxBridge"), new VertxWire(), true),
            new Contestant("netty-socketio", java("netty-socketio", "NettySocketIo"), new SocketIoWire(), true),
            new Contestant("CometD", java("cometd", "CometdServer"), new CometdWire(), true),
            new Contestant("Spring STOMP", java("spring", "SpringStomp"), new StompWire(), true),
            new Contestant("Socket.IO", node("socket.io.js"), new SocketIoWire(), true),
            new Contestant("rpc-websockets", node("rpc-websockets.js"), new RpcWebSocketsWire(), true),
            new Contestant("socket.red", node("socket.red.js"), new SocketRedWire("/"), true));

    static List<Contestant> all(LoadOptions options) {
        List<Contestant> all = new ArrayList<>(OWN);
        if (!options.beside().isEmpty()) {
            all.add(beside(Path.of(options.beside())));
        }
        if (!options.peers().isEmpty()) {
            all.addAll(PEERS);
        }
        return all;
    }

    /** The Redstart of another working copy. */
    private static Contestant beside(Path copy) {
        Path target = copy.resolve("benchmarks/target");
        return new Contestant(
                "redstart in " + copy.getFileName(),
                options -> jvm(
                        options,
                        classpath(target.resolve("classes"), target.resolve("classpath.txt")),
                        RedstartEcho.class.getName()),
                QUICK,
                true);
    }

    /** Those that are sent packets. */
    static List<Contestant> packets() {
        return Stream.of(YARDSTICK, FLOOR, "redstart")
                .map(Contestant::own)
                .map(each -> new Contestant(each.name, each.program, new PacketWire(), false))
                .toList();
    }

    /** Redstart, called and told as it usually is, with settings of its own. */
    static Contestant redstart(String name, Wire wire, String... settings) {
        return new Contestant(name, ours(RedstartEcho.class, settings), wire, true);
    }

    /** Redstart with so many methods, some of which are called. */
    static Contestant withMethods(int methods, int called) {
        return new Contestant(
                methods + " methods",
                ours(RedstartMethods.class, Integer.toString(methods)),
                new RedstartWire(RedstartMethods.names(called), PUBLISH, true),
                false);
    }

    /** Starts it in a process of its own. */
    ServerProcess start(LoadOptions options) throws IOException {
        return ServerProcess.start(program.apply(options), options.pinned());
    }

    private static Contestant own(String name) {
        return OWN.stream().filter(each -> each.name.equals(name)).findFirst().orElseThrow();
    }

    private static Function<LoadOptions, List<String>> ours(Class<?> main, String... args) {
        return options -> {
            List<String> command = jvm(options, System.getProperty("java.class.path"), main.getName());
            command.addAll(List.of(args));
            return command;
        };
    }

    private static Function<LoadOptions, List<String>> java(String folder, String main) {
        return options -> {
            Path target = Path.of(options.peers(), "java", folder, "target");
            return jvm(
                    options,
                    classpath(target.resolve("classes"), target.resolve("classpath.txt")),
                    "io.redstart.benchmarks.peers." + main);
        };
    }

    private static String classpath(Path classes, Path libraries) {
        try {
            return classes + File.pathSeparator + Files.readString(libraries).strip();
        } catch (IOException missing) {
            throw new UncheckedIOException(missing);
        }
    }

    private static List<String> jvm(LoadOptions options, String classpath, String main) {
        List<String> command = new ArrayList<>();
        command.add(options.java());
        command.addAll(options.serverOptions());
        command.addAll(List.of("-Xmx1g", "-cp", classpath, main));
        return command;
    }

    private static Function<LoadOptions, List<String>> node(String script) {
        return options -> List.of(
                "node", "--expose-gc", Path.of(options.peers(), "node", script).toString());
    }
}
