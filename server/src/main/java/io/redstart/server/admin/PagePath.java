package io.redstart.server.admin;

import java.util.List;
import java.util.Locale;
import org.eclipse.jetty.server.Request;
import org.jspecify.annotations.Nullable;

/** The path of a request for a file. Whatever could lead out of a folder is no path at all. */
final class PagePath {
    private static final List<String> AMBIGUOUS = List.of("%2f", "%5c", "%00", "%2e", ";", "\\");

    private PagePath() {}

    /**
     * The decoded path below the root.
     *
     * @param request the request
     * @return the path without its first slash, empty for the root, ending in a slash for folders; null if it is not to
     *     be served
     */
    static @Nullable String of(Request request) {
        String raw = request.getHttpURI().getPath();
        if (raw == null || !raw.startsWith("/")) {
            return null;
        }
        String lower = raw.toLowerCase(Locale.ROOT);
        if (AMBIGUOUS.stream().anyMatch(lower::contains)) {
            return null;
        }
        String decoded = request.getHttpURI().getDecodedPath();
        if (decoded == null || decoded.chars().anyMatch(Character::isISOControl) || decoded.indexOf('\\') >= 0) {
            return null;
        }
        String path = decoded.substring(1);
        String folders = path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
        boolean plain = path.isEmpty()
                || List.of(folders.split("/", -1)).stream()
                        .noneMatch(part -> part.isEmpty() || part.equals(".") || part.equals(".."));
        return plain ? path : null;
    }
}
