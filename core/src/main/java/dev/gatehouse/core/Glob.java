package dev.gatehouse.core;

/// Patterns for names, in which `*` stands for anything, also for nothing.
public final class Glob {

  private Glob() {}

  /// {@return whether a name fits a pattern, in time that grows with the product of their lengths
  /// at most}
  public static boolean matches(String glob, String name) {
    int at = 0;
    int in = 0;
    int star = -1;
    int resume = 0;
    while (in < name.length()) {
      if (at < glob.length() && glob.charAt(at) == '*') {
        star = at++;
        resume = in;
      } else if (at < glob.length() && glob.charAt(at) == name.charAt(in)) {
        at++;
        in++;
      } else if (star >= 0) {
        at = star + 1;
        in = ++resume;
      } else {
        return false;
      }
    }
    while (at < glob.length() && glob.charAt(at) == '*') {
      at++;
    }
    return at == glob.length();
  }
}
