package io.parley.runtime.files;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Knows which addresses are not on the public Internet (IANA's special-purpose registries), and which of them a setting
 * allows all the same. An IPv6 address that carries an IPv4 one is judged by both.
 */
final class InternalAddresses {

    private static final List<Block> INTERNAL = List.of(
            Block.of("0.0.0.0/8"),
            Block.of("10.0.0.0/8"),
            Block.of("100.64.0.0/10"),
            Block.of("127.0.0.0/8"),
            Block.of("169.254.0.0/16"), // also where clouds answer with a machine's credentials
            Block.of("172.16.0.0/12"),
            Block.of("192.0.0.0/24"),
            Block.of("192.0.2.0/24"),
            Block.of("192.88.99.0/24"),
            Block.of("192.168.0.0/16"),
            Block.of("198.18.0.0/15"),
            Block.of("198.51.100.0/24"),
            Block.of("203.0.113.0/24"),
            Block.of("224.0.0.0/4"),
            Block.of("240.0.0.0/4"),
            Block.of("::/96"),
            Block.of("100::/64"),
            Block.of("64:ff9b:1::/48"),
            Block.of("2001:db8::/32"),
            Block.of("fc00::/7"),
            Block.of("fe80::/10"),
            Block.of("fec0::/10"),
            Block.of("ff00::/8"));

    private static final Block NAT64 = Block.of("64:ff9b::/96");
    private static final Block SIX_TO_FOUR = Block.of("2002::/16");
    private static final Block TEREDO = Block.of("2001::/32");

    private final Set<String> allowedHosts = new HashSet<>();
    private final List<Block> allowedBlocks = new ArrayList<>();

    /** @param allow host names, addresses and CIDR blocks */
    InternalAddresses(List<String> allow) {
        for (String entry : allow) {
            String trimmed = entry.strip().toLowerCase(Locale.ROOT);
            if (trimmed.isEmpty()) {
                continue;
            }
            if (isAddress(trimmed)) {
                allowedBlocks.add(Block.of(trimmed));
            } else {
                allowedHosts.add(trimmed);
            }
        }
    }

    boolean mayBeCalled(String host, InetAddress asked) {
        // An IPv4 address written as IPv6 is connected to as IPv4; the JDK makes one of it, other parsers do not.
        InetAddress address = ofBytes(asked.getAddress());
        return allowedHosts.contains(host.toLowerCase(Locale.ROOT))
                || allowedBlocks.stream().anyMatch(block -> block.contains(address))
                || !isInternal(address);
    }

    private static boolean isInternal(InetAddress address) {
        if (INTERNAL.stream().anyMatch(block -> block.contains(address))) {
            return true;
        }
        return address instanceof Inet6Address
                && carried(address.getAddress(), address).stream().anyMatch(InternalAddresses::isInternal);
    }

    private static List<InetAddress> carried(byte[] bytes, InetAddress address) {
        if (NAT64.contains(address)) {
            return List.of(ofBytes(Arrays.copyOfRange(bytes, 12, 16)));
        }
        if (SIX_TO_FOUR.contains(address)) {
            return List.of(ofBytes(Arrays.copyOfRange(bytes, 2, 6)));
        }
        if (TEREDO.contains(address)) {
            byte[] client = Arrays.copyOfRange(bytes, 12, 16);
            for (int i = 0; i < client.length; i++) {
                client[i] = (byte) ~client[i];
            }
            return List.of(ofBytes(client));
        }
        return List.of();
    }

    private static boolean isAddress(String entry) {
        String address = entry.contains("/") ? entry.substring(0, entry.indexOf('/')) : entry;
        return address.contains(":") || address.matches("\\d+\\.\\d+\\.\\d+\\.\\d+");
    }

    private static InetAddress ofBytes(byte[] bytes) {
        try {
            return InetAddress.getByAddress(bytes);
        } catch (UnknownHostException e) {
            throw new IllegalStateException("an address has 4 or 16 bytes", e);
        }
    }

    /** A block of addresses that begin with the same bits. */
    private record Block(InetAddress first, int bits) {

        /** @param text an address, or one with the number of bits it shares with the others */
        static Block of(String text) {
            int slash = text.indexOf('/');
            try {
                InetAddress first = InetAddress.getByName(slash < 0 ? text : text.substring(0, slash));
                int width = first instanceof Inet4Address ? 32 : 128;
                int bits = slash < 0 ? width : Integer.parseInt(text.substring(slash + 1));
                if (bits < 0 || bits > width) {
                    throw new IllegalArgumentException(text + " is no CIDR block");
                }
                return new Block(first, bits);
            } catch (UnknownHostException | NumberFormatException e) {
                throw new IllegalArgumentException(text + " is no address and no CIDR block", e);
            }
        }

        boolean contains(InetAddress address) {
            byte[] mine = first.getAddress();
            byte[] its = address.getAddress();
            if (mine.length != its.length) {
                return false;
            }
            for (int bit = 0; bit < bits; bit++) {
                int mask = 0x80 >> (bit % 8);
                if ((mine[bit / 8] & mask) != (its[bit / 8] & mask)) {
                    return false;
                }
            }
            return true;
        }
    }
}
