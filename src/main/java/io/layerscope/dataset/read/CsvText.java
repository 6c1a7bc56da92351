package io.layerscope.dataset.read;

import de.siegmar.fastcsv.reader.CsvCallbackHandler;
import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import io.layerscope.web.Problem;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PushbackInputStream;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.function.Supplier;

/** The records of a CSV file in UTF-8, and the refusals of what is no such file. */
final class CsvText {

  private static final int LONGEST_FIELD = 1 << 20;
  private static final int LONGEST_CHARACTER = 4;
  private static final int SHOWN = 20;

  private final UploadedFile file;

  CsvText(UploadedFile file) {
    this.file = file;
  }

  /**
   * Gives records to a handler until it has enough or the file ends.
   *
   * @param relaxed whether quotes may have blanks around them, which costs time
   * @param handler whose records say whether more are wanted
   * @param place of the field that is being read
   */
  void read(
      char delimiter, boolean relaxed, CsvCallbackHandler<Boolean> handler, Supplier<String> place)
      throws IOException {
    var csv =
        CsvReader.builder()
            .fieldSeparator(delimiter)
            .trimWhitespacesAroundQuotes(relaxed)
            .allowUnclosedQuote(false)
            .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
            .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
            .maxBufferSize(LONGEST_FIELD);
    try (Reader reader = open();
        CsvReader<Boolean> records = csv.build(handler, reader)) {
      for (Boolean more : records) {
        if (!more) {
          return;
        }
      }
    } catch (CsvParseException e) {
      if (e.getCause() instanceof Problem refused) {
        // The handler's own refusal, which the parser wraps.
        throw refused;
      }
      throw Refusal.malformedCsv(
          place.get()
              + ": a quote that opens here never closes, or something other than the delimiter"
              + " follows where it closes.");
    } catch (UncheckedIOException e) {
      if (e.getCause() instanceof CharacterCodingException) {
        throw notUtf8();
      }
      throw e.getCause();
    }
  }

  /** The first characters. */
  String head(int length) throws IOException {
    try (Reader reader = open()) {
      char[] head = new char[length];
      int count = 0;
      int read;
      while (count < length && (read = reader.read(head, count, length - count)) > 0) {
        count += read;
      }
      return new String(head, 0, count);
    } catch (CharacterCodingException e) {
      throw notUtf8();
    }
  }

  private Reader open() throws IOException {
    PushbackInputStream in = new PushbackInputStream(file.open(), 3);
    byte[] first = in.readNBytes(3);
    boolean mark =
        first.length == 3
            && first[0] == (byte) 0xef
            && first[1] == (byte) 0xbb
            && first[2] == (byte) 0xbf;
    if (!mark) {
      in.unread(first);
    }
    return new InputStreamReader(
        in,
        StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT));
  }

  /** Finds the first bytes that are not UTF-8; read once more, since decoders count no lines. */
  private RuntimeException notUtf8() throws IOException {
    long line = 1;
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (InputStream in = new BufferedInputStream(file.open())) {
      for (int b = in.read(); b >= 0; b = in.read()) {
        bytes.write(b);
        if (bytes.size() == LONGEST_FIELD && !isDecoded(bytes)) {
          break;
        }
        if (b == '\n') {
          if (decoded(bytes.toByteArray()) < bytes.size()) {
            break;
          }
          bytes.reset();
          line++;
        }
      }
    }
    byte[] wrong = bytes.toByteArray();
    int good = decoded(wrong);
    int from = Math.max(0, good - SHOWN);
    String before = new String(wrong, from, good - from, StandardCharsets.UTF_8);
    return Refusal.malformedCsv(
        "Line "
            + line
            + " is not UTF-8: after '"
            + before
            + "' comes the byte 0x"
            + HexFormat.of().toHexDigits(wrong[Math.min(good, wrong.length - 1)])
            + ".");
  }

  /** Forgets what is UTF-8, but for what may belong to the next character; false if it is none. */
  private static boolean isDecoded(ByteArrayOutputStream line) {
    byte[] bytes = line.toByteArray();
    int good = decoded(bytes);
    if (bytes.length - good >= LONGEST_CHARACTER) {
      return false;
    }
    line.reset();
    line.write(bytes, good, bytes.length - good);
    return true;
  }

  /** How many of the bytes are UTF-8, from the first on. */
  private static int decoded(byte[] bytes) {
    ByteBuffer in = ByteBuffer.wrap(bytes);
    StandardCharsets.UTF_8
        .newDecoder()
        .onMalformedInput(CodingErrorAction.REPORT)
        .decode(in, CharBuffer.allocate(bytes.length), true);
    return in.position();
  }
}
