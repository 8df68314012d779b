package io.redstart.benchmarks.peers;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.ext.bridge.PermittedOptions;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.handler.sockjs.SockJSBridgeOptions;
import io.vertx.ext.web.handler.sockjs.SockJSHandler;
import java.io.BufferedReader;
import java.io.InputStreamReader;

/** The event-bus bridge of Vert.x over its raw WebSocket: a message with a reply, and one to all who registered. */
public final class VertxBridge {
    private VertxBridge() {}

    public static void main(String[] args) throws Exception {
        Vertx vertx = Vertx.vertx();
        Router router = Router.router(vertx);
        SockJSBridgeOptions options = new SockJSBridgeOptions()
                .setPingTimeout(3_600_000) // clients of load need not say that they are there
                .addInboundPermitted(new PermittedOptions().setAddress("echo"))
                .addInboundPermitted(new PermittedOptions().setAddress("published"))
                .addOutboundPermitted(new PermittedOptions().setAddress("published"));
        router.route("/eventbus/*").subRouter(SockJSHandler.create(vertx).bridge(options));
        vertx.eventBus().<String>consumer("echo", message -> message.reply(message.body()));
        HttpServer server = vertx.createHttpServer()
                .requestHandler(router)
                .listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .get();
        System.out.println("port " + server.actualPort());
        BufferedReader asked = new BufferedReader(new InputStreamReader(System.in));
        while (asked.readLine() != null) {
            System.gc();
            System.out.println(
                    "heap " + (Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory()));
        }
        System.exit(0);
    }
}
