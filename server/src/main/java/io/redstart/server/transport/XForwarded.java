package io.redstart.server.transport;

import io.redstart.server.transport.ClientAddress.Hop;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The headers {@code X-Forwarded-For}, {@code X-Forwarded-Proto} and {@code X-Forwarded-Host}. */
final class XForwarded {
    private XForwarded() {}

    static List<Hop> hops(Function<String, List<String>> headers) {
        List<String> clients = items(headers.apply("x-forwarded-for"));
        List<String> schemes = items(headers.apply("x-forwarded-proto"));
        List<String> hosts = items(headers.apply("x-forwarded-host"));
        List<Hop> hops = new ArrayList<>(clients.size());
        for (int i = 0; i < clients.size(); i++) {
            int fromEnd = clients.size() - i;
            String scheme = atEnd(schemes, fromEnd);
            String host = atEnd(hosts, fromEnd);
            hops.add(new Hop(
                    ForwardedText.node(clients.get(i)),
                    scheme == null ? null : ForwardedText.secure(scheme),
                    host == null ? null : ForwardedText.host(host)));
        }
        return hops;
    }

    /** Not every proxy adds to every header: a shorter list began nearer to the client. */
    private static @Nullable String atEnd(List<String> items, int fromEnd) {
        return items.isEmpty() ? null : items.get(Math.max(0, items.size() - fromEnd));
    }

    private static List<String> items(List<String> lines) {
        return lines.stream()
                .flatMap(line -> Stream.of(line.split(",", -1)))
                .map(String::trim)
                .toList();
    }
}
