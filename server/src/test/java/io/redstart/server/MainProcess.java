package io.redstart.server;

import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.concurrent.CountDownLatch;
import org.slf4j.LoggerFactory;

/** A program with a server that only listens, to be run in a JVM of its own. */
final class MainProcess {
    private MainProcess() {}

    public static void main(String[] args) {
        Main main =
                new Main(MainProcess::start, jar -> "", new SettingsReader(System.getenv()), System.out, System.err);
        int code = main.run(args);
        if (code != Main.RUNNING) {
            System.exit(code);
        }
    }

    private static RunningServer start(ServerSettings settings) throws Exception {
        ServerSocket socket = new ServerSocket();
        socket.bind(
                new InetSocketAddress(settings.http().host(), settings.http().port()));
        CountDownLatch closed = new CountDownLatch(1);
        new Thread(() -> await(closed), "server").start();
        LoggerFactory.getLogger(MainProcess.class).info("Listens\non port {}", socket.getLocalPort());
        LoggerFactory.getLogger("org.eclipse.jetty.Talk").info("is not logged");
        return () -> {
            closed.countDown();
            LoggerFactory.getLogger(MainProcess.class).info("Closed");
        };
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
