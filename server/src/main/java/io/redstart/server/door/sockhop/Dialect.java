package io.redstart.server.door.sockhop;

/** Names and data of what sockhop's own libraries say to each other. */
final class Dialect {
    static final byte[] PING = Json.text("SockhopPing");
    static final byte[] PONG = Json.text("SockhopPong");
    static final byte[] RESPONSE = Json.text("SockhopResponsePacket");
    static final byte[] HANDSHAKE = Json.text("SockhopHandshake");
    static final byte[] TRANSITION = Json.text("SockhopBinaryModeTransition");

    /** The type of an answer that is none: sockhop had no word for it. */
    static final byte[] ERROR = Json.text("Error");

    private Dialect() {}

    static byte[] pingData(long number, String now) {
        return Json.joined(
                Json.bytes("{\"_id\":"),
                Ids.ping(number),
                Json.bytes(",\"_created\":\"" + now + "\",\"_returned\":null,\"_finished\":null}"));
    }

    static byte[] pongData(byte[] id, byte[] created, String now) {
        return Json.joined(
                Json.bytes("{\"_id\":"),
                id,
                Json.bytes(",\"_created\":"),
                created,
                Json.bytes(",\"_returned\":\"" + now + "\",\"_finished\":null}"));
    }

    static byte[] responseData(byte[] uuid, byte[] type, byte[] data, boolean last) {
        return Json.joined(
                Json.bytes("{\"uuid\":"),
                uuid,
                Json.bytes(",\"type\":"),
                type,
                Json.bytes(",\"data\":"),
                data,
                Json.bytes(last ? ",\"last\":true}" : ",\"last\":false}"));
    }

    static byte[] handshakeData(boolean binary) {
        return Json.bytes(
                "{\"protocol_version\":2,\"library_version\":\"redstart\",\"request_binary_mode\":" + binary + "}");
    }

    static byte[] allowData(boolean binary) {
        return Json.bytes("{\"allow_binary_mode\":" + binary + "}");
    }
}
