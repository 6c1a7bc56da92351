package io.layerscope.dataset.read;

import io.layerscope.dataset.table.Decimal;
import java.util.List;

/** The texts that stand for a missing value. */
final class MissingTokens {

  private final char[][] tokens;
  private final boolean numeric;

  MissingTokens(List<String> tokens) {
    this.tokens = tokens.stream().map(String::toCharArray).toArray(char[][]::new);
    this.numeric = tokens.stream().anyMatch(token -> !Double.isNaN(Decimal.parse(token)));
  }

  /** Whether one of them is a number, so that numbers too must be asked. */
  boolean numeric() {
    return numeric;
  }

  boolean matches(char[] text, int offset, int length) {
    if (length == 0) {
      return true;
    }
    for (char[] token : tokens) {
      if (token.length == length && equal(token, text, offset)) {
        return true;
      }
    }
    return false;
  }

  private static boolean equal(char[] token, char[] text, int offset) {
    for (int i = 0; i < token.length; i++) {
      if (token[i] != text[offset + i]) {
        return false;
      }
    }
    return true;
  }
}
