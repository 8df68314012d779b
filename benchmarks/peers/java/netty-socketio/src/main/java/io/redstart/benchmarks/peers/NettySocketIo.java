package io.redstart.benchmarks.peers;

import com.corundumstudio.socketio.Configuration;
import com.corundumstudio.socketio.SocketIOServer;
import com.corundumstudio.socketio.Transport;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.ServerSocket;

/** netty-socketio on epoll where it is there: an event with an acknowledgement, and one to everybody. */
public final class NettySocketIo {
    private NettySocketIo() {}

    public static void main(String[] args) throws Exception {
        int port;
        try (ServerSocket probe = new ServerSocket(0)) { // it does not tell which port it got
            port = probe.getLocalPort();
        }
        Configuration settings = new Configuration();
        settings.setHostname("127.0.0.1");
        settings.setPort(port);
        settings.setTransports(Transport.WEBSOCKET);
        settings.setUseLinuxNativeEpoll(io.netty.channel.epoll.Epoll.isAvailable());
        settings.setMaxFramePayloadLength(1 << 20);
        SocketIOServer server = new SocketIOServer(settings);
        server.addEventListener("echo", String.class, (client, text, answer) -> answer.sendAckData(text));
        server.addEventListener(
                "publish", String.class, (client, text, answer) -> server.getBroadcastOperations().sendEvent("published", text));
        server.start();
        System.out.println("port " + port);
        BufferedReader asked = new BufferedReader(new InputStreamReader(System.in));
        while (asked.readLine() != null) {
            System.gc();
            System.out.println(
                    "heap " + (Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory()));
        }
        System.exit(0);
    }
}
