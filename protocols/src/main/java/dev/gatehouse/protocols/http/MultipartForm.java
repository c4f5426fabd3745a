package dev.gatehouse.protocols.http;

import dev.gatehouse.core.spi.SchemaValidator.Violation;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A body of type `multipart/form-data` (RFC 7578), read whole. What the text allows and no client
/// sends is refused: a preamble, transfer encodings, parts in parts.
public final class MultipartForm {

  private static final int MAX_PARTS = 16;
  private static final int MAX_HEAD = 8 << 10;
  private static final Pattern BOUNDARY =
      Pattern.compile(
          "multipart/form-data *;.*boundary=(?:\"([^\"]{1,70})\"|([^\\s;\"]{1,70})).*",
          Pattern.CASE_INSENSITIVE);
  private static final Pattern PARAMETER =
      Pattern.compile(
          ";\\s*([A-Za-z*-]+)=(?:\"([^\"\\\\]*+(?:\\\\.[^\"\\\\]*+)*+)\"|([^\\s;\"]*))");

  private final List<Part> parts;

  /// A field or a file of the form.
  ///
  /// @param fileName present for files
  /// @param from where its content begins in the body
  /// @param to where its content ends
  private record Part(
      String name, Optional<String> fileName, Optional<String> mediaType, int from, int to) {}

  /// A file of the form.
  public static final class Upload {

    private final Part part;
    private final byte[] body;

    private Upload(Part part, byte[] body) {
      this.part = part;
      this.body = body;
    }

    /// {@return the name as the client sent it, not to be trusted}
    public String name() {
      return part.fileName().orElse("");
    }

    /// {@return the media type as the client sent it, not to be trusted}
    public String mediaType() {
      return part.mediaType().orElse("application/octet-stream");
    }

    /// {@return how many bytes it has}
    public int size() {
      return part.to() - part.from();
    }

    /// {@return its bytes}
    public byte[] bytes() {
      return Arrays.copyOfRange(body, part.from(), part.to());
    }
  }

  private final byte[] body;

  private MultipartForm(byte[] body, List<Part> parts) {
    this.body = body;
    this.parts = parts;
  }

  /// Reads a form.
  ///
  /// @param contentType the header, which names the boundary
  /// @throws ProblemException when it is none, or malformed
  public static MultipartForm parse(byte[] body, String contentType) {
    return new MultipartForm(body, parts(body, "--" + requireForm(contentType)));
  }

  /// {@return the boundary}
  static String requireForm(String contentType) {
    Matcher form = BOUNDARY.matcher(contentType);
    if (!form.matches()) {
      throw new ProblemException(
          Problem.of(
              ProblemCode.UNSUPPORTED_MEDIA_TYPE,
              "send the file as multipart/form-data with a boundary"));
    }
    return Optional.ofNullable(form.group(1)).orElseGet(() -> form.group(2));
  }

  /// {@return the one file of this name}
  ///
  /// @throws ProblemException when there is none, or more than one
  public Upload file(String name) {
    List<Part> found = parts.stream().filter(part -> part.name().equals(name)).toList();
    if (found.size() != 1 || found.getFirst().fileName().isEmpty()) {
      String message =
          found.size() > 1
              ? "must be there once, not " + found.size() + " times"
              : found.isEmpty() ? "is required" : "must be a file, with a filename";
      throw new ProblemException(Problem.invalidBody(List.of(new Violation("/" + name, message))));
    }
    return new Upload(found.getFirst(), body);
  }

  private static List<Part> parts(byte[] body, String delimiter) {
    byte[] first = delimiter.getBytes(StandardCharsets.ISO_8859_1);
    byte[] next = ("\r\n" + delimiter).getBytes(StandardCharsets.ISO_8859_1);
    if (!startsWith(body, first, 0)) {
      throw malformed("it does not begin with its boundary");
    }
    List<Part> parts = new ArrayList<>();
    int at = first.length;
    while (!startsWith(body, "--".getBytes(StandardCharsets.ISO_8859_1), at)) {
      if (parts.size() == MAX_PARTS) {
        throw malformed("it has more than " + MAX_PARTS + " parts");
      }
      int head = afterLine(body, at);
      int content = afterHead(body, head);
      int end = find(body, next, content - 2);
      if (end < 0) {
        throw malformed("it ends within a part");
      }
      parts.add(part(body, head, content, Math.max(content, end)));
      at = end + next.length;
    }
    return parts;
  }

  /// The rest of a boundary's line is white.
  private static int afterLine(byte[] body, int from) {
    int at = from;
    while (at < body.length && (body[at] == ' ' || body[at] == '\t')) {
      at++;
    }
    if (at + 1 >= body.length || body[at] != '\r' || body[at + 1] != '\n') {
      throw malformed("a boundary is not followed by a new line");
    }
    return at + 2;
  }

  private static int afterHead(byte[] body, int from) {
    byte[] blank = {'\r', '\n', '\r', '\n'};
    int end = find(body, blank, from - 2);
    if (end < 0 || end - from > MAX_HEAD) {
      throw malformed("a part has no head, or one of more than " + MAX_HEAD + " bytes");
    }
    return end + blank.length;
  }

  private static Part part(byte[] body, int head, int content, int end) {
    Map<String, String> fields = new HashMap<>();
    for (String line : text(body, head, content).split("\r\n", -1)) {
      int colon = line.indexOf(':');
      if (colon > 0) {
        fields.put(
            line.substring(0, colon).strip().toLowerCase(Locale.ROOT),
            line.substring(colon + 1).strip());
      } else if (!line.isEmpty()) {
        throw malformed("a part has a header without a name");
      }
    }
    String disposition = fields.getOrDefault("content-disposition", "");
    Map<String, String> parameters = parameters(disposition);
    String name = parameters.get("name");
    if (!disposition.toLowerCase(Locale.ROOT).startsWith("form-data") || name == null) {
      throw malformed("a part has no Content-Disposition: form-data with a name");
    }
    if (fields.containsKey("content-transfer-encoding")
        && !fields.get("content-transfer-encoding").equalsIgnoreCase("binary")) {
      throw malformed("part \"" + name + "\" is encoded; send its bytes as they are");
    }
    return new Part(
        name,
        Optional.ofNullable(parameters.get("filename")),
        Optional.ofNullable(fields.get("content-type")),
        content,
        end);
  }

  /// A backslash stands for itself, except before a quotation mark.
  private static Map<String, String> parameters(String disposition) {
    Map<String, String> parameters = new HashMap<>();
    Matcher each = PARAMETER.matcher(disposition);
    while (each.find()) {
      String value = Optional.ofNullable(each.group(2)).orElseGet(() -> each.group(3));
      String key = each.group(1).toLowerCase(Locale.ROOT);
      if (parameters.put(key, value.replace("\\\"", "\"").replace("%22", "\"")) != null) {
        throw malformed("a part says its " + key + " twice");
      }
    }
    return parameters;
  }

  private static String text(byte[] body, int from, int to) {
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(body, from, to - from))
          .toString();
    } catch (CharacterCodingException _) {
      throw malformed("the head of a part is not UTF-8");
    }
  }

  private static int find(byte[] body, byte[] wanted, int from) {
    for (int at = from; at <= body.length - wanted.length; at++) {
      if (startsWith(body, wanted, at)) {
        return at;
      }
    }
    return -1;
  }

  private static boolean startsWith(byte[] body, byte[] wanted, int at) {
    return at >= 0
        && at + wanted.length <= body.length
        && Arrays.equals(body, at, at + wanted.length, wanted, 0, wanted.length);
  }

  private static ProblemException malformed(String why) {
    return new ProblemException(
        Problem.of(ProblemCode.BAD_REQUEST, "the multipart body is malformed: " + why));
  }
}
