package io.redstart.server.admin;

import io.redstart.server.registry.Bundle;
import java.io.IOException;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.WeakHashMap;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/**
 * Serves the pages of bundles: what lies below {@code META-INF/redstart/web/} in the jar of {@code todo} is at
 * {@code /todo/}, and at {@code /} if it is the chosen or the only one. A bundle has pages if there is an
 * {@code index.html}. Whatever is not found is left to the next handler.
 */
public final class WebPages extends Handler.Abstract {
    private static final String FOLDER = "META-INF/redstart/web/";
    private static final String INDEX = "index.html";

    /** Names that build tools give: the content's hash is part of them, so they never change. */
    private static final Pattern NEVER_CHANGES = Pattern.compile("(.*/)?assets/.*[.-][A-Za-z0-9_-]{8,}\\.[a-z0-9]+");

    private final Supplier<List<Bundle>> bundles;
    private final WebSettings settings;
    private final Map<Bundle, StaticFiles> files = Collections.synchronizedMap(new WeakHashMap<>());

    /**
     * The pages of bundles.
     *
     * @param bundles asked at each request for the bundles in use
     * @param settings which of them is at the root
     */
    public WebPages(Supplier<List<Bundle>> bundles, WebSettings settings) {
        this.bundles = bundles;
        this.settings = settings;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        String path = PagePath.of(request);
        if (path == null) {
            return false;
        }
        List<Bundle> all = List.copyOf(bundles.get());
        for (Bundle bundle : all) {
            String name = bundle.name();
            if (path.equals(name) && hasPages(bundle)) {
                redirect(request, response, callback, "/" + name + "/");
                return true;
            } else if (path.startsWith(name + "/")
                    && serve(bundle, path.substring(name.length() + 1), request, response, callback)) {
                return true;
            }
        }
        Bundle root = root(all);
        return root != null && serve(root, path, request, response, callback);
    }

    private boolean serve(Bundle bundle, String path, Request request, Response response, Callback callback)
            throws IOException {
        boolean folder = path.isEmpty() || path.endsWith("/");
        StaticFile file = find(bundle, folder ? path + INDEX : path);
        if (file == null && !folder && find(bundle, path + "/" + INDEX) != null) {
            redirect(request, response, callback, request.getHttpURI().getPath() + "/");
            return true;
        } else if (file == null) {
            return false;
        }
        if (Answers.reads(request, response, callback)) {
            String cache = NEVER_CHANGES.matcher(path).matches() ? "public, max-age=31536000, immutable" : "no-cache";
            Answers.file(request, response, callback, bundle.loader(), file, cache);
        }
        return true;
    }

    private @Nullable Bundle root(List<Bundle> all) throws IOException {
        Bundle only = null;
        for (Bundle bundle : all) {
            if (bundle.name().equals(settings.root())) {
                return bundle;
            } else if (settings.root().isEmpty() && hasPages(bundle)) {
                if (only != null) {
                    return null;
                }
                only = bundle;
            }
        }
        return only;
    }

    private boolean hasPages(Bundle bundle) throws IOException {
        return find(bundle, INDEX) != null;
    }

    private @Nullable StaticFile find(Bundle bundle, String path) throws IOException {
        try {
            return files.computeIfAbsent(bundle, any -> new StaticFiles()).find(bundle.loader(), FOLDER + path);
        } catch (IllegalStateException e) {
            // the bundle was closed since the request began: it has no pages any more
            return null;
        }
    }

    private static void redirect(Request request, Response response, Callback callback, String path) {
        String query = request.getHttpURI().getQuery();
        Response.sendRedirect(request, response, callback, query == null ? path : path + "?" + query);
    }
}
