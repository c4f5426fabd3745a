package dev.gatehouse.adapters.http;

import java.util.stream.Stream;

/// The ways to write this machine, its network, and other addresses that are not everybody's.
public final class PrivateSpellings {

  private static final String V4 =
      """
      127.0.0.1 127.1 127.0.1 127.0.0.2 127.255.255.254 127.0.0.1. 127.000.000.001 127.0.0.01
      2130706433 02130706433 6425673729 0x7f000001 0X7F000001 0x000000007f000001 0x7f.1 0x7f.0.1
      0x7f.0.0.1 0x7f.0x0.0x0.0x1 127.0x0.0.1 0177.1 0177.0.1 0177.0.0.1 0177.0.0.01 00177.0.0.1
      0000000177.0.0.1 017700000001 0000017700000001 0177.0x0.0.1 127.0.0.1.. 127..1 127.0.0.257
      0 0.0 0.0.0.0 00.00.00.00 0x0 0x00000000 0.1.2.3
      10.0.0.1 10.1 10.255.255.254 0xa.0.0.1 0x0a000001 167772161 012.0.0.1 01200000001
      172.16.0.1 172.31.255.254 172.1048577 0xac100001 2886729729 0254.020.0.1
      192.168.0.1 192.168.1 192.11010049 0xc0a80001 3232235521 0300.0250.0.1
      169.254.169.254 169.254.43518 169.16689662 0xa9fea9fe 0xa9.0xfe.0xa9.0xfe 2852039166
      0251.0376.0251.0376 025177524776 169.254.170.2
      100.64.0.1 100.100.100.200 100.127.255.254 168.63.129.16 192.0.0.1 192.0.0.192 192.0.2.1
      192.88.99.1 198.18.0.1 198.19.255.254 198.51.100.7 203.0.113.9
      224.0.0.1 239.255.255.255 240.0.0.1 255.255.255.255 4294967295 0xffffffff
      """;

  private static final String V6 =
      """
      [::1] [::] [0:0:0:0:0:0:0:1] [0000:0000:0000:0000:0000:0000:0000:0001] [::0001] [0::1] [::1].
      [::ffff:127.0.0.1] [::FFFF:127.0.0.1] [::ffff:7f00:1] [0:0:0:0:0:ffff:127.0.0.1]
      [::ffff:10.0.0.1] [::ffff:192.168.0.1] [::ffff:a9fe:a9fe] [::ffff:0:127.0.0.1]
      [::ffff:0:7f00:1] [::127.0.0.1] [::7f00:1] [::10.0.0.1]
      [64:ff9b::127.0.0.1] [64:ff9b::7f00:1] [64:ff9b::a00:1] [64:ff9b::169.254.169.254]
      [64:ff9b:1::7f00:1] [64:ff9b:1:fffe::10.0.0.1]
      [2002:7f00:1::] [2002:a00:1::1] [2002:c0a8:101::] [2002:a9fe:a9fe::]
      [2001::1] [2001:0:7f00:1::] [2001:0:4136:e378:8000:63bf:80ff:fffe] [2001:2::1] [2001:10::1]
      [2001:20::1] [2001:db8::1] [3fff::1] [3fff:fff::1] [5f00::1] [100::1] [100:0:0:1::1]
      [fc00::1] [fd00::1] [fd00:ec2::254] [fdff:ffff::1] [fe80::1] [fe80::5efe:127.0.0.1]
      [febf::1] [fec0::1] [ff02::1] [ff0e::1] [4000::1] [8000::1]
      [fe80::1%25lo] [fe80::1%lo] [fe80::1%251] [::1%25lo] [::1%250] [::1%]
      """;

  private static final String NAMES =
      """
      localhost LOCALHOST LocalHost localhost. localhost.. localhost.localdomain a.localhost
      ip6-localhost ip6-loopback ①②⑦.0.0.1 ①②⑦.⓪.⓪.① ⑯⑨.②⑤④.⑯⑨.②⑤④ １２７.０.０.１ １２７．１
      127。0。0。1 127．0．0．1 127｡0｡0｡1 ¹²⁷.⁰.⁰.¹ 𝟏𝟐𝟕.𝟎.𝟎.𝟏 ٱ٢٧.٠.٠.١ ｌｏｃａｌｈｏｓｔ ⓛⓞⓒⓐⓛⓗⓞⓢⓣ ℓocalhost
      locaⅼhost 0ｘ7f000001 ０x7f000001 127.0.0.１ [::①] [::ffff:①27.0.0.1]
      %31%32%37.0.0.1 127%2e0%2e0%2e1 127%2E1 %6c%6f%63alhost 127.0.0.1%00 127.0.0.1%20 %30x7f000001
      127.0.0.1%2f %5b::1%5d 127.0.0.1%0d%0a loc\u00adalhost 127.0.0.1\u200b 127\u3002\u30020.1
      """;

  /// Whole addresses; the port is to be put in the place of `PORT`.
  private static final String URLS =
      """
      https://example.invalid@127.0.0.1:PORT/ https://user:word@127.0.0.1:PORT/
      https://127.0.0.1:PORT@127.0.0.1:PORT/ https://@127.0.0.1:PORT/ https://:@127.0.0.1:PORT/
      https://example.invalid%40127.0.0.1:PORT/ https://example.invalid&@127.0.0.1:PORT/
      https://example.invalid#@127.0.0.1:PORT/ https://example.invalid?@127.0.0.1:PORT/
      https://127.0.0.1:PORT#@example.invalid/ https://127.0.0.1:PORT?.example.invalid/
      https://127.0.0.1:PORT\\@example.invalid/ https://example.invalid\\@127.0.0.1:PORT/
      https:///127.0.0.1:PORT/ https:/127.0.0.1:PORT/ https:127.0.0.1:PORT/ https:\\\\127.0.0.1:PORT/
      https:////127.0.0.1:PORT/ //127.0.0.1:PORT/ HTTPS://127.0.0.1:PORT/ hTTps://127.1:PORT/
      http://127.0.0.1:PORT/ ftp://127.0.0.1:PORT/ gopher://127.0.0.1:PORT/ file:///etc/passwd
      jar:https://127.0.0.1:PORT/!/ ws://127.0.0.1:PORT/ wss://127.0.0.1:PORT/ 127.0.0.1:PORT
      https://127.0.0.1:PORT:443/ https://127.0.0.1:0PORT/ https://127.0.0.1:%50/
      https://[::1]:PORT@example.invalid/ https://[::1]%23.example.invalid:PORT/ https://[[::1]]:PORT/
      https://\t127.0.0.1:PORT/ https://127.0.0\n.1:PORT/ \thttps://127.0.0.1:PORT/\r
      """;

  private PrivateSpellings() {}

  /// {@return the hosts}
  public static Stream<String> hosts() {
    return Stream.of(V4, V6, NAMES).flatMap(PrivateSpellings::words);
  }

  /// {@return whole addresses, with `PORT` for the port}
  public static Stream<String> urls() {
    return words(URLS);
  }

  private static Stream<String> words(String text) {
    return text.lines()
        .flatMap(line -> Stream.of(line.split(" ", -1)))
        .filter(word -> !word.isEmpty());
  }
}
