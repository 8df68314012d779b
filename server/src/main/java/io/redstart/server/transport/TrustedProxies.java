package io.redstart.server.transport;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.ArrayList;
import java.util.List;

/** Which peers are believed, such as proxies when they say for whom they speak. */
public final class TrustedProxies {
    /** Nobody is believed. */
    public static final TrustedProxies NONE = new TrustedProxies(List.of());

    private final List<AddressRange> ranges;

    private TrustedProxies(List<AddressRange> ranges) {
        this.ranges = ranges;
    }

    /**
     * Those of a list.
     *
     * @param texts addresses, and ranges such as {@code 10.0.0.0/8} or {@code fd00::/8}
     * @return who is believed
     * @throws IllegalArgumentException if one is neither; says which
     */
    public static TrustedProxies of(List<String> texts) {
        List<AddressRange> ranges = new ArrayList<>();
        for (String text : texts) {
            AddressRange range = AddressRange.parse(text);
            if (range == null) {
                throw new IllegalArgumentException("trustedProxies: '" + text
                        + "' (expected: addresses, and ranges such as 10.0.0.0/8 or fd00::/8)");
            }
            ranges.add(range);
        }
        return ranges.isEmpty() ? NONE : new TrustedProxies(List.copyOf(ranges));
    }

    /**
     * Whether nobody is believed.
     *
     * @return true if the list is empty
     */
    public boolean isEmpty() {
        return ranges.isEmpty();
    }

    /**
     * Whether a peer is believed.
     *
     * @param peer where it is
     * @return false also for one whose address is not known
     */
    public boolean contains(SocketAddress peer) {
        return peer instanceof InetSocketAddress inet && inet.getAddress() != null && contains(inet.getAddress());
    }

    /**
     * Whether somebody is believed.
     *
     * @param address where they are
     * @return true if it is in the list
     */
    public boolean contains(InetAddress address) {
        for (AddressRange range : ranges) {
            if (range.contains(address)) {
                return true;
            }
        }
        return false;
    }
}
