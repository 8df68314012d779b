package io.redstart.server.transport;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads what proxies write. What it cannot read is null, never a guess. */
final class ForwardedText {
    private static final Pattern NODE = Pattern.compile("(?:\\[([0-9A-Fa-f:.]{2,45})]|([0-9.]{7,15}))(?::(\\d{1,5}))?");
    private static final Pattern HOST =
            Pattern.compile("(?:[A-Za-z0-9._-]{1,255}|\\[[0-9A-Fa-f:.]{2,45}])(?::\\d{1,5})?");

    private ForwardedText() {}

    /** An address, maybe with a port: {@code 192.0.2.1}, {@code 192.0.2.1:80}, {@code [2001:db8::1]:80}. */
    static @Nullable InetSocketAddress node(String text) {
        Matcher parts = NODE.matcher(text);
        boolean plain = parts.matches();
        String literal = plain ? (parts.group(1) == null ? parts.group(2) : parts.group(1)) : text;
        InetAddress address = AddressRange.address(literal);
        int port = plain && parts.group(3) != null ? Integer.parseInt(parts.group(3)) : 0;
        return address == null || port > 65_535 ? null : new InetSocketAddress(address, port);
    }

    static @Nullable Boolean secure(String text) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "https", "wss" -> true;
            case "http", "ws" -> false;
            default -> null;
        };
    }

    static @Nullable String host(String text) {
        return HOST.matcher(text).matches() ? text : null;
    }
}
