package io.redstart.server.transport;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Addresses that begin with the same bits: {@code 10.0.0.0/8}, or a single one. Nothing here ever asks a name server. */
public final class AddressRange {
    private static final Pattern V4 = Pattern.compile("(?:(?:0|[1-9]\\d{0,2})\\.){3}(?:0|[1-9]\\d{0,2})");
    private static final Pattern V6 = Pattern.compile("[0-9A-Fa-f.]*:[0-9A-Fa-f:.]*");

    private final byte[] network;
    private final int bits;

    private AddressRange(byte[] network, int bits) {
        this.network = network;
        this.bits = bits;
    }

    /** The address that a text is; null if it is none, a name for example. */
    static @Nullable InetAddress address(String text) {
        if (text.length() > 45
                || !(V4.matcher(text).matches() || V6.matcher(text).matches())) {
            return null;
        }
        try {
            return InetAddress.getByName(text);
        } catch (UnknownHostException none) {
            return null;
        }
    }

    /**
     * The range that a text describes.
     *
     * @param text such as {@code 10.0.0.0/8}, {@code fd00::/8} or {@code 192.0.2.7}
     * @return the range; null if the text describes none
     */
    public static @Nullable AddressRange parse(String text) {
        int slash = text.indexOf('/');
        InetAddress first = address(slash < 0 ? text : text.substring(0, slash));
        if (first == null) {
            return null;
        }
        byte[] network = first.getAddress();
        int most = network.length * 8;
        String bits = slash < 0 ? Integer.toString(most) : text.substring(slash + 1);
        if (!bits.matches("\\d{1,3}") || Integer.parseInt(bits) > most) {
            return null;
        }
        return new AddressRange(network, Integer.parseInt(bits));
    }

    /**
     * Whether an address is one of them.
     *
     * @param address any
     * @return false also for an address of the other family
     */
    public boolean contains(InetAddress address) {
        byte[] other = address.getAddress();
        if (other.length != network.length) {
            return false;
        }
        int whole = bits / 8;
        int rest = bits % 8;
        return Arrays.equals(network, 0, whole, other, 0, whole)
                && (rest == 0 || (network[whole] ^ other[whole]) >> (8 - rest) == 0);
    }
}
