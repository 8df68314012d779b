package io.redstart.server.admin;

/**
 * How the pages of bundles are served.
 *
 * @param root the bundle whose pages are at {@code /}; empty means the only bundle that has pages, if there is one
 */
public record WebSettings(String root) {
    /** The defaults. */
    public WebSettings() {
        this("");
    }
}
