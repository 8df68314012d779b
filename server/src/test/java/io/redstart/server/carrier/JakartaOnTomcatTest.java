package io.redstart.server.carrier;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServlet;
import jakarta.websocket.server.ServerContainer;
import java.net.URI;
import java.nio.file.Path;
import java.util.Set;
import org.apache.catalina.Context;
import org.apache.catalina.startup.Tomcat;
import org.apache.tomcat.websocket.server.WsSci;
import org.junit.jupiter.api.io.TempDir;

/** Tomcat: it counts, closes and waits in other ways than Jetty. */
class JakartaOnTomcatTest extends HostedContract {
    @TempDir
    Path folder;

    @Override
    Started start(Application application) throws Exception {
        Tomcat tomcat = new Tomcat();
        tomcat.setBaseDir(folder.toString());
        tomcat.setPort(0);
        tomcat.setHostname("127.0.0.1");
        tomcat.getConnector().setProperty("address", "127.0.0.1");
        Context context = tomcat.addContext("/app", folder.toString());
        Tomcat.addServlet(context, "nothing", new HttpServlet() {});
        context.addServletMappingDecoded("/*", "nothing");
        context.addServletContainerInitializer(new WsSci(), Set.of());
        context.addServletContainerInitializer(
                (classes, servlets) -> {
                    try {
                        application.start((ServerContainer) servlets.getAttribute(ServerContainer.class.getName()));
                    } catch (Exception failed) {
                        throw new ServletException(failed);
                    }
                },
                Set.of());
        tomcat.start();
        int port = tomcat.getConnector().getLocalPort();
        return new Started(URI.create("ws://127.0.0.1:" + port + "/app/live/ws"), () -> {
            tomcat.stop();
            tomcat.destroy();
        });
    }

    /** It waits for the peer's close for half a minute. */
    @Override
    boolean letsGoAtOnce() {
        return false;
    }

    /** It does not tell. */
    @Override
    String address() {
        return "unknown";
    }
}
