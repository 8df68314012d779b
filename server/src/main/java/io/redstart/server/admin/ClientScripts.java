package io.redstart.server.admin;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** Serves the browser's client from the server's class path: {@code /redstart/client.js} and what goes with it. */
public final class ClientScripts extends Handler.Abstract {
    private static final Pattern SCRIPT = Pattern.compile("redstart/([a-z][a-z0-9-]*\\.js(?:\\.map)?)");

    private final ClassLoader loader;
    private final StaticFiles files = new StaticFiles();

    /**
     * The scripts of the client.
     *
     * @param loader has them as resources {@code META-INF/redstart/client/*}
     */
    public ClientScripts(ClassLoader loader) {
        this.loader = loader;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        String path = PagePath.of(request);
        Matcher script = SCRIPT.matcher(path == null ? "" : path);
        if (!script.matches()) {
            return false;
        }
        if (!Answers.reads(request, response, callback)) {
            return true;
        }
        StaticFile file = files.find(loader, "META-INF/redstart/client/" + script.group(1));
        if (file == null) {
            Answers.text(
                    response,
                    callback,
                    HttpStatus.NOT_FOUND_404,
                    "text/plain; charset=utf-8",
                    "This server does not carry " + script.group(1)
                            + ". The scripts come with io.redstart:redstart-client-js on its class path.\n");
        } else {
            Answers.file(request, response, callback, loader, file, "no-cache");
        }
        return true;
    }
}
