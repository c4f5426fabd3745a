package dev.gatehouse.adapters.http;

import java.net.InetAddress;
import java.util.Arrays;
import java.util.List;

/// The networks that are not everybody's: this machine, the local network, cloud metadata, and
/// everything reserved (RFC 6890), also when wrapped into IPv6.
public final class PrivateAddress {

  private static final List<Network> NETWORKS =
      List.of(
          Network.of("0.0.0.0", 8),
          Network.of("10.0.0.0", 8),
          Network.of("100.64.0.0", 10),
          Network.of("127.0.0.0", 8),
          // Azure's own service on each of its machines lies among everybody's addresses.
          Network.of("168.63.129.16", 32),
          Network.of("169.254.0.0", 16),
          Network.of("172.16.0.0", 12),
          Network.of("192.0.0.0", 24),
          Network.of("192.0.2.0", 24),
          Network.of("192.88.99.0", 24),
          Network.of("192.168.0.0", 16),
          Network.of("198.18.0.0", 15),
          Network.of("198.51.100.0", 24),
          Network.of("203.0.113.0", 24),
          Network.of("224.0.0.0", 3),
          // Only 2000::/3 is everybody's. What is before it holds loopback and most ways to wrap
          // IPv4, what is behind it the local networks.
          Network.of("::", 3),
          Network.of("4000::", 2),
          Network.of("8000::", 1),
          Network.of("2001::", 23),
          Network.of("2001:db8::", 32),
          Network.of("2002::", 16),
          Network.of("3fff::", 20));

  private PrivateAddress() {}

  /// {@return whether an address lies in one of them}
  public static boolean contains(InetAddress address) {
    return NETWORKS.stream().anyMatch(network -> network.contains(address.getAddress()));
  }

  /// The addresses that begin with the same bits.
  private static final class Network {

    private final byte[] start;
    private final int bits;

    private Network(byte[] start, int bits) {
      this.start = start;
      this.bits = bits;
    }

    static Network of(String start, int bits) {
      return new Network(InetAddress.ofLiteral(start).getAddress(), bits);
    }

    boolean contains(byte[] address) {
      if (address.length != start.length) {
        return false;
      }
      int whole = bits / 8;
      int mask = (0xff00 >> (bits % 8)) & 0xff;
      return Arrays.equals(address, 0, whole, start, 0, whole)
          && (mask == 0 || (address[whole] & mask) == (start[whole] & mask));
    }
  }
}
