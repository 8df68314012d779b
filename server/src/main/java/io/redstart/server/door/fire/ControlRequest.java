package io.redstart.server.door.fire;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** One request of control. */
final class ControlRequest {
    private static final Set<String> FIELDS =
            Set.of("action", "name", "key", "sKey", "channel", "data", "params", "userId");
    private static final Set<String> PARAMS = Set.of("userId", "emit", "ttl");
    private static final byte[] NO_PARAMS = {'{', '}'};
    /** The largest number on the wire behind the door. */
    private static final double MOST_MILLIS = 9_007_199_254_740_991d;

    private final JsonFields fields;
    private final JsonFields params;
    private final boolean hasParams;

    private ControlRequest(JsonFields fields, JsonFields params, boolean hasParams) {
        this.fields = fields;
        this.params = params;
        this.hasParams = hasParams;
    }

    /** Null for what is no object of JSON. */
    static @Nullable ControlRequest of(byte[] bytes, int from, int length) {
        JsonFields fields = JsonFields.of(bytes, from, length, FIELDS);
        if (fields == null) {
            return null;
        }
        byte[] json = fields.json("params");
        JsonFields params = json == null ? null : JsonFields.of(json, PARAMS);
        JsonFields none = JsonFields.of(NO_PARAMS, PARAMS);
        return new ControlRequest(
                fields, params == null ? java.util.Objects.requireNonNull(none) : params, params != null);
    }

    /** What is asked for; null or empty if that is missing. */
    @Nullable
    String action() {
        return fields.text("action");
    }

    /** A field that is a text or a number; null if it is neither, or empty. */
    @Nullable
    String text(String name) {
        String text = fields.text(name);
        return text == null || text.isEmpty() ? null : text;
    }

    /** The channel as a text of JSON; null if it is missing. */
    @Nullable
    String channel() {
        String channel = text("channel");
        return channel == null ? null : quoted(channel);
    }

    boolean hasParams() {
        return hasParams;
    }

    /** What is sent or set; null if it is missing, not for JSON's null. */
    byte @Nullable [] data() {
        return fields.json("data");
    }

    /** The user it is for; null for all. It may stand in params or at the top. */
    @Nullable
    String user() {
        String user = params.text("userId");
        if (user == null || user.isEmpty()) {
            user = fields.text("userId");
        }
        return user == null || user.isEmpty() ? null : user;
    }

    /** Whether what is said to be a user is neither a text nor a number. */
    boolean hasOddUser() {
        return isOdd(params) || isOdd(fields);
    }

    private static boolean isOdd(JsonFields of) {
        byte[] user = of.json("userId");
        return user != null && !JsonFields.isNull(user) && of.text("userId") == null;
    }

    /** Whether what is set is told as well. */
    boolean emits() {
        byte[] emit = params.json("emit");
        String said = emit == null ? "null" : new String(emit, UTF_8).strip();
        return !(said.equals("null") || said.equals("false") || said.equals("0") || said.equals("\"\""));
    }

    /** For how many milliseconds it lasts; 0 for ever, -1 if what is said is no time. */
    long ttlMillis() {
        byte[] ttl = params.json("ttl");
        if (ttl == null || JsonFields.isNull(ttl)) {
            return 0;
        }
        String text = params.text("ttl");
        if (text == null) {
            return -1;
        }
        if (text.isEmpty()) {
            return 0;
        }
        try {
            double millis = Math.ceil(Double.parseDouble(text) * 1_000);
            return millis >= 0 ? (long) Math.min(millis, MOST_MILLIS) : -1;
        } catch (NumberFormatException none) {
            return -1;
        }
    }

    static String quoted(String text) {
        return JsonMapper.shared().writeValueAsString(text);
    }
}
