package io.redstart.server.admin;

import io.redstart.server.registry.ApiModel;
import io.redstart.server.registry.Bundle;
import io.redstart.server.registry.MethodModel;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** What is at {@code /} when no bundle has a page there: which APIs are deployed, and what to do next. */
public final class IndexPage extends Handler.Abstract {
    private static final String STYLE =
            "body{font:1rem/1.5 system-ui,sans-serif;max-width:40rem;margin:3rem auto;padding:0 1rem}";
    /** Nothing but its own style. */
    private static final String POLICY = "default-src 'none'; style-src 'sha256-" + sha256(STYLE)
            + "'; base-uri 'none'; form-action 'none'; frame-ancestors 'self'";

    private final Supplier<List<Bundle>> bundles;
    private final String version;

    /**
     * The page.
     *
     * @param bundles asked at each request for the bundles in use
     * @param version the server's version
     */
    public IndexPage(Supplier<List<Bundle>> bundles, String version) {
        this.bundles = bundles;
        this.version = version;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        if (!"".equals(PagePath.of(request))) {
            return false;
        }
        if (Answers.reads(request, response, callback)) {
            response.getHeaders().put(HttpHeader.CACHE_CONTROL, "no-store");
            response.getHeaders().put("Content-Security-Policy", POLICY);
            Answers.text(response, callback, HttpStatus.OK_200, ContentTypes.of("index.html"), html());
        }
        return true;
    }

    private String html() {
        String list = bundles.get().stream()
                .sorted(Comparator.comparing(Bundle::name))
                .map(IndexPage::section)
                .collect(Collectors.joining());
        String content = list.isEmpty()
                ? "<p>No API is deployed yet. Drop a jar into the folder <code>apis</code>, and it is live.</p>\n"
                : list
                        + "<p>Their types for TypeScript are at <a href=\"/redstart/api.ts\">/redstart/api.ts</a>.</p>\n";
        return """
                <!doctype html>
                <html lang="en">
                <meta charset="utf-8">
                <meta name="viewport" content="width=device-width">
                <title>Redstart</title>
                <style>%s</style>
                <h1>Redstart %s</h1>
                %s</html>
                """.formatted(STYLE, escaped(version), content);
    }

    private static String section(Bundle bundle) {
        String methods = bundle.model().apis().stream()
                .map(ApiModel::methods)
                .flatMap(List::stream)
                .map(MethodModel::target)
                .sorted()
                .flatMap(target -> Stream.of("<li><code>", escaped(target), "</code></li>\n"))
                .collect(Collectors.joining());
        return "<h2>" + escaped(bundle.name()) + " <small>" + escaped(bundle.version()) + "</small></h2>\n<ul>\n"
                + methods + "</ul>\n";
    }

    private static String sha256(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return Base64.getEncoder().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JVM has SHA-256", e);
        }
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }
}
