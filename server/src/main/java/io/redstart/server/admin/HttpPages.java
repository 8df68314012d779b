package io.redstart.server.admin;

import io.redstart.server.registry.Bundle;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Supplier;
import org.eclipse.jetty.server.Handler;
import org.jspecify.annotations.Nullable;

/**
 * What the pages of a server need to know.
 *
 * @param bundles the bundles in use now
 * @param version the server's version
 * @param types the TypeScript types of all APIs in use now, by the namespace's name; null for none of that name
 * @param draining whether the server is about to stop
 * @param scripts has the browser's client as resources
 */
public record HttpPages(
        Supplier<List<Bundle>> bundles,
        String version,
        Function<String, @Nullable String> types,
        BooleanSupplier draining,
        ClassLoader scripts) {

    /**
     * Joins all that is served over HTTP beside the WebSocket. It answers every request, so it comes last; {@link
     * SecurityHeaders} come first.
     *
     * @param settings which bundle's pages are at the root
     * @return the handler
     */
    public Handler handler(WebSettings settings) {
        return new Handler.Sequence(
                new Health("redstart/health", draining),
                new ClientScripts(scripts),
                new ApiTypes(types),
                new WebPages(bundles, settings),
                new IndexPage(bundles, version),
                new NotFound());
    }
}
