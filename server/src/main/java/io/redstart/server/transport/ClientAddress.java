package io.redstart.server.transport;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where a client really is, and how it came: what its connection says or, if that comes from a trusted proxy, what the
 * proxy says in {@code Forwarded} (RFC 7239) or {@code X-Forwarded-For}, {@code -Proto} and {@code -Host}.
 *
 * <p>Each proxy writes behind what it was told, so the list is read from its end: as long as the speaker is trusted,
 * whom it names comes next. The first that is not trusted is the client, and what stands before it is what that client
 * made up. Whom nobody can make out, such as {@code unknown}, ends the list.
 *
 * <p>A proxy writes one kind of header and may pass on the other one as it was sent. So if both are there and name
 * different clients, neither is believed.
 *
 * @param address where the client is; port 0 if that is not known
 * @param secure whether it came by TLS
 * @param host what it asked for, with port, or null if it did not say
 */
public record ClientAddress(
        InetSocketAddress address, boolean secure, @Nullable String host) {
    private static final Logger LOG = LoggerFactory.getLogger(ClientAddress.class);

    /**
     * Finds out.
     *
     * @param connected what the connection says
     * @param headers the values of a header by its name in lower case, in their order; empty if there are none
     * @param trusted who is believed
     * @return the client
     */
    public static ClientAddress of(
            ClientAddress connected, Function<String, List<String>> headers, TrustedProxies trusted) {
        if (trusted.isEmpty() || !trusted.contains(connected.address())) {
            return connected;
        }
        List<Hop> standard = Forwarded.hops(headers.apply("forwarded"));
        List<Hop> common = XForwarded.hops(headers);
        if (standard.isEmpty()) {
            return walk(connected, common, trusted);
        }
        ClientAddress client = walk(connected, standard, trusted);
        if (!common.isEmpty()
                && !walk(connected, common, trusted)
                        .address()
                        .getAddress()
                        .equals(client.address().getAddress())) {
            LOG.debug("Forwarded and X-Forwarded-For from {} differ: neither counts", connected.address());
            return connected;
        }
        return client;
    }

    private static ClientAddress walk(ClientAddress connected, List<Hop> hops, TrustedProxies trusted) {
        ClientAddress client = connected;
        for (int i = hops.size() - 1; i >= 0; i--) {
            Hop hop = hops.get(i);
            InetSocketAddress named = hop.address();
            if (named == null) {
                break;
            }
            client = new ClientAddress(
                    named,
                    hop.secure() == null ? client.secure() : hop.secure(),
                    hop.host() == null ? client.host() : hop.host());
            if (!trusted.contains(named)) {
                break;
            }
        }
        return client;
    }

    /**
     * What one proxy said of whom it speaks for.
     *
     * @param address null if it cannot be made out
     * @param secure null if it was not said
     * @param host null if it was not said
     */
    record Hop(
            @Nullable InetSocketAddress address,
            @Nullable Boolean secure,
            @Nullable String host) {
        /** Somebody who cannot be made out: nothing from there on is believed. */
        static final Hop UNKNOWN = new Hop(null, null, null);
    }
}
