package io.redstart.server.door.fire.sockjs;

import java.util.List;

/**
 * A SockJS endpoint.
 *
 * @param path where it is, with all paths below it
 * @param clientScript the url of the client's script, for the page that old browsers open in a frame; empty for no such
 *     page
 * @param origins which pages of other origins may frame that page
 * @param maxSessions how many sessions there may be over ordinary requests
 */
public record SockJsSettings(String path, String clientScript, List<String> origins, int maxSessions) {
    public SockJsSettings {
        origins = List.copyOf(origins);
    }
}
