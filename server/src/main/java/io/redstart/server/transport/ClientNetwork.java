package io.redstart.server.transport;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.nio.ByteBuffer;

/**
 * Whom limits for an address take for one: an address of IPv4, or the 64 bits of an IPv6 address that are the
 * network's, since whoever has one such address has all of them.
 *
 * @param bits the address, or its first half
 * @param four whether it is of IPv4
 */
record ClientNetwork(long bits, boolean four) {
    static ClientNetwork of(InetAddress address) {
        ByteBuffer bytes = ByteBuffer.wrap(address.getAddress());
        return address instanceof Inet4Address
                ? new ClientNetwork(bytes.getInt() & 0xFFFF_FFFFL, true)
                : new ClientNetwork(bytes.getLong(), false);
    }
}
