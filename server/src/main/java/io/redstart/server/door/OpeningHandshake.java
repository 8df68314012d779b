package io.redstart.server.door;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.server.Request;
import org.jspecify.annotations.Nullable;

/**
 * How a request asks to become a WebSocket, and how that is accepted: RFC 6455, section 4.2.
 *
 * @param mistake why it cannot become one; null if it can
 * @param status what it is refused with
 * @param headers of the request
 */
record OpeningHandshake(@Nullable String mistake, int status, HttpFields headers) {
    static final HttpField VERSION = new HttpField(HttpHeader.SEC_WEBSOCKET_VERSION, "13");

    /** What a client's key is put before, section 1.3. */
    private static final String PROOF = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

    private static final int KEY_BYTES = 16;

    static OpeningHandshake of(Request request) {
        HttpFields headers = request.getHeaders();
        if (request.getConnectionMetaData().getHttpVersion() != HttpVersion.HTTP_1_1
                || !headers.contains(HttpHeader.UPGRADE, "websocket")
                || !headers.contains(HttpHeader.CONNECTION, "upgrade")) {
            return refused("Not a WebSocket upgrade", HttpStatus.BAD_REQUEST_400, headers);
        }
        if (!headers.contains(VERSION)) {
            return refused("Sec-WebSocket-Version is not 13", HttpStatus.UPGRADE_REQUIRED_426, headers);
        }
        if (!isKey(headers.get(HttpHeader.SEC_WEBSOCKET_KEY))) {
            return refused(
                    "Sec-WebSocket-Key is not " + KEY_BYTES + " bytes in Base64", HttpStatus.BAD_REQUEST_400, headers);
        }
        return new OpeningHandshake(null, HttpStatus.SWITCHING_PROTOCOLS_101, headers);
    }

    private static OpeningHandshake refused(String mistake, int status, HttpFields headers) {
        return new OpeningHandshake(mistake, status, headers);
    }

    private static boolean isKey(@Nullable String key) {
        try {
            return key != null && Base64.getDecoder().decode(key).length == KEY_BYTES;
        } catch (IllegalArgumentException notBase64) {
            return false;
        }
    }

    /**
     * Says that it is accepted.
     *
     * @param answer headers of the response
     * @param subprotocol agreed on if it is offered; empty for none
     */
    void accept(HttpFields.Mutable answer, String subprotocol) {
        answer.put(HttpHeader.UPGRADE, "websocket");
        answer.put(HttpHeader.CONNECTION, "Upgrade");
        answer.put(HttpHeader.SEC_WEBSOCKET_ACCEPT, proof(headers.get(HttpHeader.SEC_WEBSOCKET_KEY)));
        if (!subprotocol.isEmpty()
                && headers.getCSV(HttpHeader.SEC_WEBSOCKET_SUBPROTOCOL, false).contains(subprotocol)) {
            answer.put(HttpHeader.SEC_WEBSOCKET_SUBPROTOCOL, subprotocol);
        }
    }

    private static String proof(String key) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-1").digest((key + PROOF).getBytes(ISO_8859_1));
            return Base64.getEncoder().encodeToString(digest);
        } catch (NoSuchAlgorithmException everyPlatformHasIt) {
            throw new IllegalStateException(everyPlatformHasIt);
        }
    }
}
