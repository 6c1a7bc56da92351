package io.layerscope.dataset.table;

/**
 * Reads decimal numbers from characters, allocating nothing for those of up to 15 digits.
 *
 * <p>m * 10^e is exact in double precision when m and 10^|e| are: then one multiplication or
 * division is correctly rounded (Clinger 1990, the fast path). All others go to {@link
 * Double#parseDouble}.
 */
public final class Decimal {

  private static final double[] POWERS = {
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16,
    1e17, 1e18, 1e19, 1e20, 1e21, 1e22
  };
  private static final int EXACT_DIGITS = 15;

  private Decimal() {}

  /** The number that a text is, or NaN when it is not a finite decimal number. */
  public static double parse(String text) {
    return parse(text.toCharArray(), 0, text.length());
  }

  /** The number that characters are, or NaN when they are not a finite decimal number. */
  public static double parse(char[] text, int offset, int length) {
    int end = offset + length;
    int at = offset;
    boolean negative = at < end && text[at] == '-';
    if (at < end && (negative || text[at] == '+')) {
      at++;
    }
    long mantissa = 0;
    int digits = 0;
    int fraction = 0;
    boolean point = false;
    for (; at < end; at++) {
      int digit = text[at] - '0';
      if (digit >= 0 && digit <= 9) {
        if (digits > EXACT_DIGITS) {
          return slowly(text, offset, length);
        }
        mantissa = mantissa * 10 + digit;
        digits += mantissa == 0 ? 0 : 1;
        fraction += point ? 1 : 0;
      } else if (text[at] == '.' && !point) {
        point = true;
      } else {
        return slowly(text, offset, length);
      }
    }
    boolean empty =
        at - offset == (point ? 1 : 0) + (negative || starts(text, offset, end) ? 1 : 0);
    if (empty) {
      return Double.NaN;
    }
    if (digits > EXACT_DIGITS || fraction >= POWERS.length) {
      return slowly(text, offset, length);
    }
    double magnitude = fraction == 0 ? mantissa : mantissa / POWERS[fraction];
    // Without a negative zero: it would look different and mean the same.
    return negative && mantissa != 0 ? -magnitude : magnitude;
  }

  private static boolean starts(char[] text, int offset, int end) {
    return offset < end && text[offset] == '+';
  }

  private static double slowly(char[] text, int offset, int length) {
    boolean digit = false;
    for (int i = offset; i < offset + length; i++) {
      char c = text[i];
      digit |= c >= '0' && c <= '9';
      boolean allowed =
          c >= '0' && c <= '9' || c == '.' || c == '-' || c == '+' || c == 'e' || c == 'E';
      if (!allowed || !digit && (c == 'e' || c == 'E')) {
        return Double.NaN;
      }
    }
    try {
      double number = Double.parseDouble(new String(text, offset, length));
      return Double.isFinite(number) ? number + 0.0 : Double.NaN;
    } catch (NumberFormatException e) {
      return Double.NaN;
    }
  }
}
