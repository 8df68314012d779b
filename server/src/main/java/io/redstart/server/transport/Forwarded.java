package io.redstart.server.transport;

import io.redstart.server.transport.ClientAddress.Hop;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The header {@code Forwarded} of RFC 7239: {@code for=192.0.2.1;proto=https, for="[2001:db8::1]:80"}. It is cut at each
 * comma, also at one in quotes: so nobody's open quote swallows what a proxy wrote behind it. What breaks the grammar
 * then, or says twice for whom it speaks, is an unknown hop.
 */
final class Forwarded {
    private final String text;
    private int at;
    private @Nullable InetSocketAddress address;
    private @Nullable Boolean secure;
    private @Nullable String host;
    private boolean saidFor;

    private Forwarded(String text) {
        this.text = text;
    }

    static List<Hop> hops(List<String> lines) {
        return lines.stream()
                .flatMap(line -> Stream.of(line.split(",")))
                .filter(element -> !element.isBlank())
                .map(element -> new Forwarded(element.trim()).hop())
                .toList();
    }

    private Hop hop() {
        while (at < text.length()) {
            if (!pair()) {
                return Hop.UNKNOWN;
            }
            spaces();
            if (at < text.length() && text.charAt(at++) != ';') {
                return Hop.UNKNOWN;
            }
            spaces();
        }
        return new Hop(address, secure, host);
    }

    private boolean pair() {
        String name = token();
        if (name.isEmpty() || at >= text.length() || text.charAt(at) != '=') {
            return false;
        }
        at++;
        String value = at < text.length() && text.charAt(at) == '"' ? quoted() : token();
        if (value == null || value.isEmpty()) {
            return false;
        }
        switch (name.toLowerCase(Locale.ROOT)) {
            case "for" -> {
                if (saidFor) {
                    return false;
                }
                saidFor = true;
                address = ForwardedText.node(value);
            }
            case "proto" -> secure = ForwardedText.secure(value);
            case "host" -> host = ForwardedText.host(value);
            default -> {}
        }
        return true;
    }

    private String token() {
        int from = at;
        while (at < text.length() && isTokenChar(text.charAt(at))) {
            at++;
        }
        return text.substring(from, at);
    }

    /** A colon and brackets should be in quotes, but not every proxy puts them there. */
    private static boolean isTokenChar(char c) {
        return (c >= 'a' && c <= 'z')
                || (c >= 'A' && c <= 'Z')
                || (c >= '0' && c <= '9')
                || "!#$%&'*+-.^_`|~:[]".indexOf(c) >= 0;
    }

    private @Nullable String quoted() {
        StringBuilder value = new StringBuilder();
        at++;
        while (at < text.length()) {
            char c = text.charAt(at++);
            if (c == '"') {
                return value.toString();
            }
            if (c == '\\' && at < text.length()) {
                c = text.charAt(at++);
            }
            value.append(c);
        }
        return null;
    }

    private void spaces() {
        while (at < text.length() && (text.charAt(at) == ' ' || text.charAt(at) == '\t')) {
            at++;
        }
    }
}
